Attribute VB_Name = "RibbonPmxl"
Option Explicit

' The one callback of all buttons: a button's tag is the name of its command, so a new command needs no macro.
Public Sub OnCommand(control As IRibbonControl)
    PmxlCommands.RunCommand control.Tag
End Sub

' Tests ask this to know that the module was compiled.
Public Function RibbonPmxlIsHere() As String
    RibbonPmxlIsHere = "RibbonPmxl"
End Function
