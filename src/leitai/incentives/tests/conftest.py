import pytest


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Frozen inputs of test runs do not stay behind."""
    settings.LEITAI_VAR = tmp_path
