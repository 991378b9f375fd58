"""Why a file, a line or a cell is refused, and what was noticed, as sentences in the reader's language."""

from django.utils.translation import gettext_lazy as _

FILES = {
    "empty": _("The file is empty."),
    "too_large": _("The file is %(size)s; at most %(limit)s can be read at once. Cut it into parts, by month for example."),
    "too_many_rows": _("The file has more than %(limit)s rows. Cut it into parts, by month for example."),
    "macros": _("The file holds macros, which are never run here. Save it as .xlsx without macros and send that."),
    "binary_workbook": _("This is a binary workbook (.xlsb). Save it as .xlsx and send that."),
    "password": _("The file is protected with a password. Take the password off in Excel or WPS and send it again."),
    "bomb": _("The file unpacks to far more than it seems to hold, so it was not opened."),
    "broken": _("The file is damaged: Excel's parts in it cannot be read. Open it in Excel or WPS and save it again."),
    "picture": _("This is a picture, whatever its name says. Send the table itself, as .xlsx or .csv."),
    "pdf": _("This is a PDF. Send the table itself, as .xlsx or .csv."),
    "word": _("This is a text document. Send the table itself, as .xlsx or .csv."),
    "archive": _("This is an archive. Unpack it and send the table in it."),
    "web_page": _("This is a web page under a table's name. Open it in Excel or WPS and save it as .xlsx."),
    "open_document": _("This is an OpenDocument table. Save it as .xlsx or .csv and send that."),
    "not_a_table": _("This is no table: neither Excel nor text. Send .xlsx or .csv."),
    "encoding": _("The text is in no encoding known here. In Excel choose “CSV UTF-8” when saving."),
    "unclosed_quote": _("In line %(line)s a quotation mark opens and never closes, so the rest cannot be told apart."),
    "only_headings": _("The file has headings and no rows below them."),
    "no_headings": _("No row of headings was found in the first sixty lines."),
    "no_sheet": _("The file has no sheet named “%(name)s”."),
    "no_such_column": _("There is no column “%(name)s”."),
    "key_twice": _("“%(value)s” stands twice under “%(key)s” in the second file (line %(line)s), so rows cannot be found by it."),
}  # fmt: skip

NOTICES = {
    "encoding": _("Read as %(name)s."),
    "separator": _("Columns are set apart by %(mark)s."),
    "formulas": _("%(count)s cells hold formulas; their values are taken."),
    "uncalculated": _("%(count)s formulas have no value yet. Open the file in Excel or WPS, save it, and send it again."),
    "filled": _("A merged cell counts for every row it covers."),
    "titles": _("The headings were found below %(lines)s lines of titles."),
    "two_rows": _("Two rows of headings were read together."),
    "totals": _("%(count)s lines of totals are left out."),
    "wide": _("%(columns)s columns of months are read as one row each."),
    "repaired": _("“%(column)s” swallowed commas; its parts were joined again."),
    "looked_up": _("Rows were found by “%(key)s” among %(rows)s rows of the second file."),
    "ids_by_line": _("One order has several lines, so a record is known by order number and product."),
    "ids_by_content": _("The file has no numbers, so a row is known again by everything it says."),
    "left_open": _("%(count)s rows are still open and no record yet; they are left out."),
    "leads_without_role": _("%(count)s leads named here do not lead their team yet: only administrators give roles."),
    "not_counted": _("%(count)s rows are cancelled or unpaid; they are left out."),
}  # fmt: skip

SEPARATORS = {
    "comma": _("commas"),
    "semicolon": _("semicolons"),
    "tab": _("tabs"),
    "bar": _("bars"),
}

CELLS = {
    "missing": _("“%(label)s” is empty."),
    "too_long": _("This has %(length)s characters; at most %(limit)s are kept."),
    "control_character": _("This text holds a character that cannot be kept."),
    "digits_lost": _("Excel has kept only fifteen digits of this number. Format the column as text and enter it again."),
    "unit_twice": _("The heading names a unit and the cell another: “%(text)s”."),
    "empty": _("There is no amount here."),
    "not_a_number": _("“%(text)s” is not an amount. Write it like 1,234.50 or (300)."),
    "ambiguous": _("“%(text)s” can be read in two ways. Write it without separators."),
    "too_many_decimals": _("“%(text)s” has more than four decimals."),
    "too_large": _("“%(text)s” is larger than can be kept."),
    "not_whole": _("“%(text)s” is not a whole number."),
    "not_a_rate": _("“%(text)s” is not a rate. Write it like 15% or 0.15."),
    "rate_above_one": _("“%(text)s” is more than the whole."),
    "not_a_choice": _("“%(text)s” is not known here."),
    "formula": _("This formula has no value yet. Open the file in Excel or WPS and save it."),
    "cell_error": _("The cell holds an error, %(text)s."),
    "day_empty": _("There is no day here."),
    "day_not_a_day": _("“%(text)s” is not a day. Write it like 2026-01-05."),
    "day_ambiguous": _("“%(text)s” can be read as two days. Write it like 2026-01-05."),
    "day_no_such_month": _("There is no month %(month)s."),
    "day_no_such_day": _("Month %(month)s has no day %(day)s."),
    "day_out_of_range": _("“%(text)s” lies outside 1900 to 2199."),
    "no_person": _("Nobody here is called “%(text)s”."),
    "two_people": _("%(count)s people are called “%(text)s”."),
    "not_yours": _("“%(text)s” is not among the people you may import for."),
    "surplus": _("The line has %(count)s more cells than there are headings."),
    "surplus_two_ways": _("The line has %(count)s more cells than there are headings, and can be put together in more than one way."),
    "key_not_found": _("“%(text)s” is not in the second file."),
    "twice_same": _("The same as line %(line)s; it looks pasted twice."),
    "twice_different": _("Line %(line)s has the same number and says something else."),
    "skipped": _("Skipped."),
}  # fmt: skip


def file_sentence(code: str, facts: dict) -> str:
    facts = dict(facts)
    for name in ("size", "limit"):
        if code == "too_large" and name in facts:
            facts[name] = f"{facts[name] / 2**20:.0f} MB"
    return _filled(FILES.get(code, FILES["not_a_table"]), facts)


def notice_sentence(code: str, facts: dict) -> str:
    facts = dict(facts)
    if code == "separator":
        facts["mark"] = SEPARATORS.get(facts["mark"], facts["mark"])
    return _filled(NOTICES[code], facts) if code in NOTICES else ""


def problem_sentence(problem: dict, kind) -> str:
    """A stored problem in the reader's language; the kind's own messages come before ours."""
    code, key = problem["code"], problem["field"]
    label = str(kind.field(key).label) if key else ""
    return _filled(kind.messages.get(code) or CELLS.get(code, code), {"label": label, **problem["facts"]})


def _filled(message, facts: dict) -> str:
    return str(message).replace("%%", "%") if not facts else _printf(str(message), facts)


def _printf(message: str, facts: dict) -> str:
    """Only named places are filled; a lone per-cent sign, as in “15%”, stays what it is."""
    for name, value in facts.items():
        message = message.replace(f"%({name})s", str(value))
    return message
