"""`leitai import KIND FILE`: the same reading, matching and checking as in the browser, without a browser."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from leitai import clock
from leitai.accounts.models import User
from leitai.imports import kinds, storage
from leitai.imports.actions import Refused, cancel, check, import_rows, receive, remember, settle
from leitai.imports.counting import totals_lines
from leitai.imports.error_book import write_error_book
from leitai.imports.fields import simple
from leitai.imports.kinds import Kind
from leitai.imports.making import makings
from leitai.imports.messages import file_sentence, notice_sentence, problem_sentence
from leitai.imports.models import Batch, Line
from leitai.imports.plans import Plan
from leitai.imports.twins import twins_said


class Command(BaseCommand):
    help = "Import people, products, customers, records, targets or market figures from CSV or Excel."

    def add_arguments(self, parser):
        parser.add_argument("kind")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map", nargs="+", default=[], metavar="HEADING=FIELD", help="match a column; HEADING=- leaves it out"
        )
        parser.add_argument("--set", nargs="+", default=[], metavar="FIELD=TEXT", help="say a field once for every row")
        parser.add_argument(
            "--unit", nargs="+", default=[], metavar="HEADING=UNIT", help="yuan, wan, thousand, million or yi"
        )
        parser.add_argument("--use", nargs="+", default=[], metavar="FIELD:TEXT=OTHER", help="read one text as another")
        parser.add_argument("--source", default="", help="the source's name; record numbers are unique within it")
        parser.add_argument("--sheet")
        parser.add_argument("--year", type=int, help="of months whose headings name none")
        parser.add_argument("--free-text", metavar="HEADING", help="the column that swallowed commas")
        parser.add_argument("--thousands", action="store_true", help="with --free-text: numbers lost their commas too")
        parser.add_argument(
            "--with", dest="lookup", type=Path, metavar="FILE", help="a second file whose columns are looked up"
        )
        parser.add_argument("--key", help="with --with: the column both files share")
        parser.add_argument(
            "--no-create", action="store_true", help="refuse customers, products and channels not known yet"
        )
        parser.add_argument(
            "--keep-equal-rows", action="store_true", help="bring in wholly equal rows too, not only the first of them"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument(
            "--errors", type=Path, metavar="FILE", help="write the refused rows with their reasons as .xlsx"
        )
        parser.add_argument("--by", help="the user who imports; an administrator's or operations' name")
        parser.add_argument("--language", default="", help="zh-hans or en; that of --by otherwise")

    def handle(self, *args, **options):
        by = self._user(options["by"])
        language = options["language"] or (by and by.language) or "zh-hans"
        with translation.override(language):
            refused = self._import(by, options)
        if refused:
            sys.exit(1)

    def _import(self, by, options) -> int:
        kind = self._kind(options["kind"])
        path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        now = clock.now()
        try:
            plan = self._plan(options)
            batch = receive(
                kind=kind,
                stored=storage.keep_path(path),
                file_name=path.name,
                plan=plan,
                today=clock.today(),
                by=by,
                at=now,
            )
        except storage.TooLarge as large:
            raise CommandError(file_sentence("too_large", {"size": large.size, "limit": large.limit})) from large
        except Refused as refused:
            raise CommandError(file_sentence(refused.code, refused.facts)) from refused
        plan = self._settle(batch, kind, options)
        check(batch=batch, today=clock.today(), clock=clock.now)
        return self._report(batch, kind, plan, options, by)

    def _report(self, batch: Batch, kind: Kind, plan: Plan, options, by) -> int:
        if batch.state == Batch.State.FAILED:
            raise CommandError(file_sentence(batch.failure["code"], batch.failure["facts"]))
        for notice in batch.notices:
            self.stdout.write(notice_sentence(notice["code"], notice["facts"]))
        refused = batch.counts["refused"]
        if options["errors"] and refused:
            options["errors"].write_bytes(write_error_book(batch))
        if twins := twins_said(batch):
            self.stdout.write(f"{twins['said']}: {twins['lines']}")
        for making in makings(batch, kind):
            self.stdout.write(making.said)
        self._refusals(batch, kind)
        if options["dry_run"]:
            self._totals(batch)
            cancel(batch=batch)
            return refused
        remember(batch=batch, at=clock.now())
        import_rows(batch=batch, today=clock.today(), by=by, clock=clock.now)
        self._totals(batch)
        return batch.counts["refused"]

    def _totals(self, batch: Batch) -> None:
        for line in totals_lines(batch):
            self.stdout.write(line)

    def _refusals(self, batch: Batch, kind: Kind) -> None:
        lines = batch.lines.filter(fate=Line.Fate.REFUSED)
        for line in lines[:20]:
            for problem in line.problems:
                label = str(kind.field(problem["field"]).label) if problem["field"] else ""
                said = problem_sentence(problem, kind)
                perhaps = " / ".join(each["label"] or each["value"] for each in problem["offers"])
                self.stderr.write(" · ".join(part for part in (str(line.number), label, said, perhaps) if part))
        if (rest := lines.count() - 20) > 0:
            self.stderr.write(f"… +{rest}")

    def _kind(self, key: str) -> Kind:
        try:
            return kinds.get(key)
        except KeyError as error:
            raise CommandError(", ".join(kind.key for kind in kinds.all_kinds())) from error

    def _user(self, name: str | None) -> User | None:
        if not name:
            return None
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"--by: {name}?")
        return user

    def _plan(self, options) -> Plan:
        """What the options settle before the file is read."""
        plan = Plan(sheet=options["sheet"], source=options["source"])
        if options["free_text"]:
            plan.repair = {"column": options["free_text"], "thousands": options["thousands"]}
        if options["lookup"]:
            kept = storage.keep_path(options["lookup"])
            plan.lookup = {"stored": kept.name, "name": options["lookup"].name, "key": options["key"] or ""}
        plan.fixed = dict(_pairs(options["set"]))
        return plan

    def _settle(self, batch: Batch, kind: Kind, options) -> Plan:
        plan = Plan.from_json(batch.plan)
        names = {simple(heading): heading for heading in plan.mapping}
        for said, key in _pairs(options["map"]):
            heading = names.get(simple(said))
            if heading is None:
                raise CommandError(f"--map: {said}? ({', '.join(plan.mapping)})")
            if key not in ("-", "") and key not in {field.key for field in kind.fields}:
                raise CommandError(f"--map: {key}? ({', '.join(field.key for field in kind.fields)})")
            plan.mapping = {each: None if mapped == key else mapped for each, mapped in plan.mapping.items()}
            plan.mapping[heading] = None if key in ("-", "") else key
        for said, unit in _pairs(options["unit"]):
            plan.units[names.get(simple(said), said)] = unit
        for said, other in _pairs(options["use"]):
            key, _, text = said.partition(":")
            plan.substitutions.setdefault(key, {})[text] = other
        if options["year"] and plan.wide:
            plan.wide["year"] = options["year"]
        if options["no_create"]:
            plan.create = []
        plan.keep_twins = options["keep_equal_rows"]
        plan.remember = not options["dry_run"]
        if missing := kind.missing(plan):
            cancel(batch=batch)
            raise CommandError(
                translation.gettext("No column for: %(fields)s. Use --map or --set.")
                % {"fields": ", ".join(f"{field.label} ({field.key})" for field in missing)}
            )
        settle(batch=batch, plan=plan)
        return plan


def _pairs(said: list[str]) -> list[tuple[str, str]]:
    """`a=b` words, several in one argument set apart by commas too."""
    pairs = []
    for word in said:
        name, mark, value = word.partition("=")
        if not mark:
            raise CommandError(f"{word}: a=b")
        pairs.append((name.strip(), value.strip()))
    return pairs
