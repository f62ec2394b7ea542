"""What all tests share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write what pmxl gives into the case pages; read the difference"
    )


@pytest.fixture
def shared() -> Path:
    """Open data that lies beside the project on some machines; tests that need it are skipped elsewhere."""
    if not SHARED.is_dir():
        pytest.skip("the open data beside the project is not here")
    return SHARED
