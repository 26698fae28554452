#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A living figure in a real browser: check-living.py FOVEA-CLI [CHROMEDRIVER CHROMIUM]

Not one of the tests, which need no browser. It needs Selenium, Pillow and NumPy. It asks
whether the page draws what fovea-cli draws, says the numbers that fovea-cli writes, obeys
its keys, loads nothing, and stays calm about titles that look like markup."""

import base64, io, json, pathlib, re, subprocess, sys, tempfile, time

import numpy as np
from PIL import Image
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

CLI = sys.argv[1]
DRIVER, BROWSER = sys.argv[2:4] if len(sys.argv) > 3 else ("/usr/bin/chromedriver", "/usr/bin/chromium")
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'"
FOLDER = pathlib.Path(tempfile.mkdtemp(prefix="fovea-living-"))


def run(*arguments):
    subprocess.run([CLI, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def make_page(name, columns, titles=(None, None), **look):
    photos = ("leopard.jpg", "elephant.jpg")
    rows = [{"demo": d, **({"title": t} if t else {})} for d, t in zip(photos, titles)]
    recipe = FOLDER / f"{name}.json"
    recipe.write_text(json.dumps({"schema": 1, "rows": rows, "columns": columns, **look}))
    run("figure", recipe, "--out", FOLDER / f"{name}.html")
    return FOLDER / f"{name}.html"


def open_page(path):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--window-size=1200,1000",
                     "--force-color-profile=srgb"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = webdriver.ChromeService(DRIVER)
    browser = webdriver.Chrome(options=options, service=service)
    browser.get(path.as_uri())
    time.sleep(1)
    return browser


def pixels(browser, cell):
    url = browser.execute_script(
        f"return document.querySelectorAll('.cell canvas')[{cell}].toDataURL()")
    data = base64.b64decode(url.split(",")[1])
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()
    time.sleep(0.5)


def check_picture(**look):
    """Pixel for pixel, the photograph's own pixels being those of its JPEG: a difference is
    at most that of the photographs and two levels of rounding."""
    column = {"model": "van_nano", "method": "gradcam"}
    page = make_page("picture", [column], whole=True, dpi=2400, **look)
    text = re.sub("<meta http-equiv[^>]*>", "", page.read_text())
    page.write_text(text.replace("LEAST = 480", "LEAST = 1"))
    arguments = [x for key, value in look.items() if key != "cells"
                 for x in (f"--{key}", value)] + ["--cells"] * look.get("cells", False)
    run("explain", "demo:leopard.jpg", "--model", "van_nano", *arguments, "--out", FOLDER / "a.png")
    run("explain", "demo:leopard.jpg", "--model", "van_nano", "--opacity", 0, "--out", FOLDER / "b.png")
    browser = open_page(page)
    shown = pixels(browser, 0)
    browser.find_element("id", "photographs").click()
    time.sleep(0.5)
    bare = pixels(browser, 0)
    browser.quit()
    made, photo = (np.asarray(Image.open(FOLDER / f"{n}.png").convert("RGB")).astype(int) for n in "ab")
    inside = (slice(2, -2), slice(34, -34))  # of the crop and its line
    beyond = abs(shown - made)[inside] - abs(bare - photo)[inside]
    assert shown.shape == made.shape and beyond.max() <= 2, (look, shown.shape, beyond.max())


def check_values(browser):
    """What is said under the pointer is what `explain` writes as numbers."""
    run("explain", "demo:leopard.jpg", "--model", "van_nano", "--out", FOLDER / "a.npy")
    values = np.load(FOLDER / "a.npy")
    frame = browser.find_elements("css selector", ".cell")[1]
    for u, v in ((0.31, 0.27), (0.5, 0.5), (0.83, 0.66)):
        said = browser.execute_script(
            f"point(cells[1], {u}, {v}); return readAt(cells[1], {u}, {v}).value")
        true = values[int(v * values.shape[0]), int(u * values.shape[1])]
        assert abs(said - true) < 4e-6, (said, true)
    ActionChains(browser).move_to_element(frame).click().perform()
    assert "block4.1" in browser.find_element("id", "said").text
    pointed = browser.find_elements("css selector", ".pointed")
    assert len(pointed) == 3, "a crosshair in every cell of the row"


def check_keys(browser):
    before, photo = pixels(browser, 1), pixels(browser, 0)
    press(browser, Keys.ESCAPE, "[")
    assert browser.execute_script("return document.getElementById('layer-1').value") == "2"
    assert (pixels(browser, 1) != before).any()
    press(browser, "s")
    assert browser.find_element("id", "sharp").is_selected()
    ActionChains(browser).key_down(" ").perform()
    time.sleep(0.5)
    assert (pixels(browser, 1) == photo).all(), "Space shows the photograph alone"
    ActionChains(browser).key_up(" ").perform()
    press(browser, "0")
    assert (pixels(browser, 1) == before).all(), "0 shows all as in the figure"


def check_calm(browser):
    """No dialog, nothing loaded, no complaint on the console; the title is text."""
    loaded = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in loaded if not name.startswith("data:")] == [], loaded
    assert EVIL in browser.find_element("css selector", "tbody th").get_property("textContent")
    assert browser.execute_script("return document.scripts.length") == 3
    messages = [entry["message"] for entry in browser.get_log("browser")]
    assert messages == [], messages


check_picture()
check_picture(blend="plain", opacity=1)
check_picture(blend="plain", opacity=1, cells=True)
check_picture(blend="grad-cam", opacity=0.5, colormap="jet")
check_picture(threshold=0.3, unit="evidence")
columns = [{"input": True}] + [{"model": m, "method": "gradcam"} for m in ("van_nano", "san_nano")]
living = open_page(make_page("living", columns, titles=(EVIL, "Two")))
check_values(living)
check_keys(living)
check_calm(living)
living.quit()
print("The page draws, says and obeys as it should")
