"""The rows of a CSV file of another tool on the web, whose signers have confirmed their signatures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import ClassVar

from solidarity_widgets.exceptions import InvalidFieldError
from solidarity_widgets.signing.intake.validation import GivenConsent
from solidarity_widgets.signing.jobs.csv_files import REJECT_COLUMNS, SIGNER_COLUMNS
from solidarity_widgets.signing.jobs.csv_rows import DatedConsent, RowImporter
from solidarity_widgets.signing.store.records import SignatureSource

_TIME_COLUMNS = ("signed", "confirmed")


class WebRowImporter(RowImporter):
    """Turns the rows of another tool into signatures; see :class:`RowImporter`.

    What a row does not say, its signer did not agree to.
    """

    source: ClassVar[SignatureSource] = "web"
    method: ClassVar[str] = "import"
    fields: ClassVar[tuple[str, ...]] = (*SIGNER_COLUMNS, "message")

    has_confirmed_column: bool = False

    def _check_consents(self) -> None:
        for purpose in self.purposes:
            versions = [each.consent.version for each in self._versions(purpose)]
            if len(versions) > len(set(versions)):
                raise InvalidFieldError("consents", purpose, "must come once, or each time with its version")
            if purpose in (*self.fields, *_TIME_COLUMNS, *REJECT_COLUMNS):
                raise InvalidFieldError("consents", purpose, "must not have the name of another column")

    @property
    def columns(self) -> list[str]:
        """The columns of the signer, of times, and of each consent, its date and the version of its words."""
        consents = (
            name for each in self.purposes for name in (each, f"{each}_date", f"{each}_version")
        )  # fmt: skip
        return [*self.fields, *_TIME_COLUMNS, *consents]

    def check_columns(self, columns: Collection[str]) -> None:
        """Check that there is a column of days, without which no consent could be dated."""
        if "signed" not in columns:
            raise InvalidFieldError(
                "source", "", "must have a column 'signed' with the day of each signature"
            )
        self.has_confirmed_column = "confirmed" in columns

    def _read_times(self, row: Mapping[str, str], errors: dict[str, str]) -> tuple[int, int]:
        signed_at = self._read_time(row, "signed", errors)
        confirmed_at = signed_at
        if self.has_confirmed_column:
            confirmed_at = self._read_time(row, "confirmed", errors)
        return signed_at, confirmed_at

    def _read_consents(
        self, row: Mapping[str, str], signed_at: int, errors: dict[str, str]
    ) -> list[DatedConsent]:
        agreed = []
        for purpose in self.purposes:
            if not self._has_agreed(row, purpose, errors):
                continue
            dated = row.get(f"{purpose}_date", "") != ""
            at = self._read_time(row, f"{purpose}_date", errors) if dated else signed_at
            version = row.get(f"{purpose}_version", "")
            found = [
                each for each in self._versions(purpose) if not version or each.consent.version == version
            ]
            if len(found) == 1:
                agreed.append(DatedConsent(found[0], at))
            else:
                errors[f"{purpose}_version"] = "must be the version of words that were passed"
        return agreed

    def _versions(self, purpose: str) -> list[GivenConsent]:
        return [each for each in self.consents if each.consent.purpose == purpose]

    def _read_time(self, row: Mapping[str, str], column: str, errors: dict[str, str]) -> int:
        """Return the time in a cell, which is not in the future."""
        text = row.get(column, "")
        try:
            found = datetime.fromisoformat(text)
            at = int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
        except (ValueError, OverflowError):
            errors[column] = "must be a day or time such as 2027-01-15" if text else "missing"
            return self.now
        if not 0 <= at <= self.now:
            errors[column] = "must not be in the future, or before 1970"
        return at

    def _remember(self, line_id: str) -> None:
        # The store remembers only lines on paper when their signatures are erased.
        if not self.dry_run:
            self.store.remember_paper(self.petition_id, line_id)
