"""Assertions in the modules that these tests share are explained like those of the tests."""

import pytest

pytest.register_assert_rewrite("tests.security.reading")
