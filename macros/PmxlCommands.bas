Attribute VB_Name = "PmxlCommands"
Option Explicit

' Hands a command of the ribbon to Python. Whatever is refused is said in one box, and Python is not started.
Public Sub RunCommand(ByVal Command As String)
    Dim Reason As String
    Dim Blank As Object
    Dim IsBlank As String
    On Error GoTo Failed
    Reason = RefusalOfOpenBook(Command)
    If Reason = "" Then
        ' xlwings' starter looks into the open workbook, so a blank one stands in where there is none.
        If ActiveWorkbook Is Nothing Then
            Set Blank = Workbooks.Add
            IsBlank = ", blank=True"
        End If
        RunPython "import pmxl.excel;pmxl.excel.run('" & Command & "'" & IsBlank & ")"
        If Not Blank Is Nothing Then LeaveBlank Blank
    Else
        MsgBox Reason, vbExclamation, "pmxl"
    End If
    Exit Sub
Failed:
    MsgBox "Python could not be started (" & Err.Description & "); run ""pmxl doctor"" in a terminal.", vbCritical, "pmxl"
End Sub

' Why the command is not run on the workbook that is open, as a sentence; empty where it may be.
Public Function RefusalOfOpenBook(ByVal Command As String) As String
    RefusalOfOpenBook = Refusal(Command, NameOfOpenBook())
End Function

' Why the command is not run, as a sentence; empty where it may be.
' The command and the name of the workbook become part of a command line, and a workbook may come from anybody.
Public Function Refusal(ByVal Command As String, ByVal BookName As String) As String
    If Not OnlyHas(Command, "abcdefghijklmnopqrstuvwxyz_") Then
        Refusal = "The button asks for """ & Left(Command, 40) & """, which is no command of pmxl; run ""pmxl addin install"" again."
    ElseIf BookName = "" And NeedsBook(Command) Then
        Refusal = "No workbook is open that can be edited; open one, or choose Enable Editing, then press the button again."
    ElseIf FirstOf(BookName, ForbiddenIn(BookName)) <> "" Then
        Refusal = "The name or folder of this workbook has " & Named(FirstOf(BookName, ForbiddenIn(BookName))) & _
            ", which a command line may take for a command; save it under another name."
    ElseIf Left(BookName, 4) <> "http" And UBound(Split(BookName, "%")) > 1 Then
        Refusal = "The name or folder of this workbook has the character % twice, which a command line may take for " & _
            "a variable; save it under another name."
    Else
        Refusal = ""
    End If
End Function

' True for what has nothing to do without a workbook: all but New and Help.
Private Function NeedsBook(ByVal Command As String) As Boolean
    NeedsBook = (Command <> "new" And Command <> "help")
End Function

' Closes the blank workbook that stood in. On macOS, where nobody waits for its end, Python does so itself.
Private Sub LeaveBlank(ByVal Blank As Object)
    If InStr(1, Application.OperatingSystem, "Mac") = 0 And Blank.Saved Then Blank.Close False
End Sub

' Double quote, back quote, dollar, semicolon, bar, caret, angle brackets and line breaks; on macOS, where folders are
' divided by slashes, the backslash too.
Private Function ForbiddenIn(ByVal BookName As String) As String
    ForbiddenIn = Chr(34) & Chr(96) & "$;|^<>" & Chr(10) & Chr(13)
    If Left(BookName, 1) = "/" Then ForbiddenIn = ForbiddenIn & "\"
End Function

' The full name of the workbook that the user sees; empty where there is none or it is in Protected View.
Private Function NameOfOpenBook() As String
    If ActiveWorkbook Is Nothing Then
        NameOfOpenBook = ""
    Else
        NameOfOpenBook = ActiveWorkbook.FullName
    End If
End Function

Private Function OnlyHas(ByVal Text As String, ByVal Allowed As String) As Boolean
    Dim Place As Integer
    OnlyHas = (Len(Text) > 0)
    For Place = 1 To Len(Text)
        If InStr(1, Allowed, Mid(Text, Place, 1), vbBinaryCompare) = 0 Then OnlyHas = False
    Next Place
End Function

Private Function Named(ByVal Character As String) As String
    Named = "the character " & Character
    If Character = Chr(10) Or Character = Chr(13) Then Named = "a line break"
End Function

Private Function FirstOf(ByVal Text As String, ByVal Characters As String) As String
    Dim Place As Integer
    FirstOf = ""
    For Place = Len(Text) To 1 Step -1
        If InStr(1, Characters, Mid(Text, Place, 1), vbBinaryCompare) > 0 Then FirstOf = Mid(Text, Place, 1)
    Next Place
End Function

' Tests ask this to know that the module was compiled.
Public Function PmxlCommandsIsHere() As String
    PmxlCommandsIsHere = "PmxlCommands"
End Function
