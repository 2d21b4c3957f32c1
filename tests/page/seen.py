"""What a reader sees of a page: the contrast of each text with what it stands on, and where its edges are."""

# ruff: noqa: E501 - the lines of another language
import io

TEXTS = """
top => {
  const found = [], at = top.getBoundingClientRect();
  {
    const walk = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const e = node.parentElement;
      if (e.nodeName === "title" || !node.data.trim() || !e.getBoundingClientRect().width) continue;
      const look = getComputedStyle(e), range = document.createRange();
      range.selectNodeContents(node);
      const has_halo = look.stroke !== "none" && parseFloat(look.strokeWidth) >= 2 && look.paintOrder.startsWith("stroke");
      for (const r of range.getClientRects()) if (r.width > 1) found.push({text: node.data, fill: look.fill,
        halo: has_halo ? look.stroke : null, box: [r.left - at.left, r.top - at.top, r.right - at.left, r.bottom - at.top]});
    }
  }
  return found;
}
"""

EDGES = """
() => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || e.closest("script,style,.skip,title,[hidden],option") || getComputedStyle(e).visibility === "hidden" || !e.getBoundingClientRect().width) continue;
    const head = e.closest("thead");
    if (head && getComputedStyle(head).position === "absolute") continue;
    if (e.closest("#day-b")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) if (r.width > 0) found.push([node.data.slice(0, 40), r.left, r.right]);
  }
  for (const td of document.querySelectorAll("td")) {
    const look = getComputedStyle(td, "::before");
    if (look.content === "none" || look.display === "none" || !td.getClientRects().length) continue;
    const left = td.getBoundingClientRect().left + parseFloat(getComputedStyle(td).paddingLeft) + parseFloat(look.marginLeft);
    found.push([td.dataset.l || "::before", left, left + parseFloat(look.width)]);
  }
  return found;
}
"""


def colour(text):
    """Read rgb(…) as three numbers."""
    inner = text[text.index("(") + 1 : text.index(")")]
    return tuple(float(part) for part in inner.replace("/", ",").split(",")[:3])


def luminance(rgb):
    parts = [part / 255 for part in rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """The contrast of two colours by WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def contrasts(page, where):
    """Give each text of a figure with its contrast to what is behind it: what three in four of its pixels have."""
    from PIL import Image

    figure = page.locator(where)
    texts = figure.evaluate(TEXTS)
    style = page.add_style_tag(content=".pic text,#strip text{visibility:hidden!important}#bar{visibility:hidden}")
    picture = Image.open(io.BytesIO(figure.screenshot())).convert("RGB")
    style.evaluate("e => e.remove()")
    found = []
    for one in texts:
        if one["halo"]:
            found.append((contrast(colour(one["fill"]), colour(one["halo"])), one["text"]))
            continue
        left, top, right, bottom = (round(edge) for edge in one["box"])
        high = bottom - top
        ground = picture.crop((max(left, 0), top + high // 4, max(right, left + 1), bottom - high // 4))
        ratios = sorted(
            ratio
            for count, rgb in ground.getcolors(maxcolors=1 << 20)
            for ratio in [contrast(colour(one["fill"]), rgb)] * count
        )
        found.append((ratios[len(ratios) // 4], one["text"]))
    return found
