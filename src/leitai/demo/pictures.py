"""Take the pictures of the documentation: `python -m leitai.demo.pictures ADDRESS FOLDER`, of a demo being served.

Each is what a person of the demo company sees, in Chinese, quantised so that a picture stays small.
"""

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from leitai.demo.simulator.words import PASSWORD

COLOURS = 128
WIDE, PHONE = (1440, 900), (390, 844)
CHROMIUM = "/usr/bin/chromium"


@dataclass(frozen=True)
class Picture:
    """`path` is opened by `user`; then the link or button with the text of each of `follow` is clicked."""

    name: str
    user: str
    path: str
    follow: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE
    theme: str = "light"
    file: str = ""


PICTURES = (
    Picture("today-lead", "chensiyuan", "/"),
    Picture("today-rep", "zhouruoxi", "/", size=PHONE),
    Picture("contest", "zhouruoxi", "/contests/", ("双十一冲刺",)),
    Picture("statement", "zhouruoxi", "/incentives/", ("9 月",), theme="dark"),
    Picture("goal", "liuziang", "/goals/", ("刘子昂",)),
    Picture("import", "hemin", "/imports/", file="订单.csv"),
)
HEADINGS = ["订单编号", "下单日期", "销售员", "客户名称", "产品", "金额", "备注"]
PEOPLE = ("周若溪", "李明哲", "欧阳静怡", "王嘉怡", "赵启航", "孙雨桐")
CUSTOMERS = (
    "苏州澜石精密机械",
    "宁波东钱湖电气",
    "无锡锡晖自动化",
    "杭州云栖里医疗器械",
    "常熟禾木包装",
    "昆山启衡电子",
)
PRODUCTS = ("标准机型 S300", "标准机型 S500", "定制工装", "三年维保")
DAYS = ("2026-11-{:02d}", "2026年11月{}日", "2026/11/{}")
AMOUNTS = ("¥86,000.00", "15.8万", "52000", "26,000")
ODD = {7: ("日期", "11-16"), 18: ("金额", "八万六"), 29: ("销售员", "王家怡")}


def main(address: str, folder: str) -> int:
    from playwright.sync_api import sync_playwright

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            shot = _take(browser, address, picture)
            kept = _small(shot)
            (target / f"{picture.name}.png").write_bytes(kept)
            sys.stdout.write(f"{picture.name}.png {len(kept) // 1024} KB\n")
        browser.close()
    return 0


def _take(browser, address: str, picture: Picture) -> bytes:
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=picture.theme, locale="zh-CN",
        timezone_id="Asia/Shanghai", device_scale_factor=2 if width < 500 else 1,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=login]", picture.user)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form.entrance-form button[type=submit]").click()
    page.wait_for_url(f"{address}/")
    page.goto(address + picture.path)
    if picture.file:
        body = _csv()
        page.set_input_files("input[type=file]", {"name": picture.file, "mimeType": "text/csv", "buffer": body})
        page.wait_for_url("**/imports/*/")
        page.get_by_text("可以导入").first.wait_for()
    for text in picture.follow:
        page.locator("main a, main button").filter(has_text=text).first.click()
        page.wait_for_load_state("load")
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(600)  # a picture, not a test: let entrances end
    shot = page.screenshot()
    context.close()
    return shot


def _csv() -> bytes:
    """42 orders as people write them; three cannot be read."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    for number in range(1, 43):
        row = [
            f"XS-2611-{number:03d}", DAYS[number % 3].format(number % 13 + 2), PEOPLE[number % 6],
            CUSTOMERS[number % 5], PRODUCTS[number % 4], AMOUNTS[number % 4], "",
        ]  # fmt: skip
        if number in ODD:
            heading, odd = ODD[number]
            row[next(place for place, each in enumerate(HEADINGS) if heading in each)] = odd
        rows.writerow(row)
    return out.getvalue().encode("utf-8-sig")


def _small(shot: bytes) -> bytes:
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    out = io.BytesIO()
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
