"""The style sheet of a report: dark text on white, colours of the figures as bars beside words, never alone.

Every link has the name of its file for its text, so print needs no addresses.
"""

from sim.report.style import DARK_BLUE, GREY, PURPLE, TURQUOISE

TEXT, PAPER, SHADE = "#1A1A1A", "#FFFFFF", "#F3F5F8"
# The bar beside a verdict. The word says it too.
BARS = {"better": TURQUOISE, "worse": PURPLE, "way": DARK_BLUE, "unclear": GREY}

SHEET = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
html {{ background: {PAPER}; color: {TEXT};
  font: 1.0625rem/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif; }}
body {{ margin: 0 auto; max-width: 72rem; padding: 0 1rem 3rem; overflow-wrap: break-word; }}
header, main > p, main > ul, footer {{ max-width: 48rem; }}
.folded {{ border-bottom: 1px solid #8A8A8A; margin-bottom: 0.5rem; }}
summary {{ cursor: pointer; width: fit-content; padding: 0.25rem 0; color: {DARK_BLUE}; }}
nav ul {{ columns: 16rem 3; }}
nav li {{ break-inside: avoid; }}
h1 {{ font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 1rem; color: {DARK_BLUE}; }}
h2 {{ font-size: 1.375rem; line-height: 1.25; margin: 2.5rem 0 0.75rem;
  padding-top: 0.75rem; border-top: 0.25rem solid {DARK_BLUE}; }}
h3 {{ font-size: 1.125rem; line-height: 1.3; margin: 1.75rem 0 0.5rem; }}
p, ul, figure {{ margin: 0 0 1rem; }}
li {{ margin-bottom: 0.4rem; }}
a {{ color: {DARK_BLUE}; text-decoration: underline; text-underline-offset: 0.15em; }}
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible {{ outline: 0.1875rem solid {DARK_BLUE};
  outline-offset: 0.125rem; background: #FFF3C4; }}
.skip {{ position: absolute; left: -100vw; padding: 0.5rem 1rem; background: {PAPER}; }}
.skip:focus {{ left: 0; top: 0; z-index: 1; }}
code {{ font: 0.9375em ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: break-word; }}
pre {{ margin: 0 0 1rem; padding: 0.75rem; background: {SHADE}; border-left: 0.25rem solid {DARK_BLUE}; white-space: pre-wrap; }}
.scroll {{ overflow-x: auto; margin: 0 0 1.5rem; position: relative; }}
table {{ border-collapse: collapse; font-size: 0.9375rem; }}
caption {{ text-align: left; font-weight: bold; padding: 0.25rem 0; }}
caption span {{ display: block; position: sticky; left: 0; width: fit-content; max-width: calc(100vw - 2rem); }}
th, td {{ padding: 0.35rem 0.75rem 0.35rem 0.5rem; border-bottom: 1px solid #8A8A8A; text-align: left;
  vertical-align: top; min-width: 4.5rem; max-width: 24rem; }}
thead th {{ border-bottom: 0.125rem solid {TEXT}; vertical-align: bottom; background: {SHADE}; }}
tbody th {{ font-weight: normal; min-width: 9rem; }}
.arms th:first-child {{ position: sticky; left: 0; z-index: 1; max-width: 11rem; }}
.arms tbody th {{ background: {PAPER}; }}
.close {{ font-size: 0.8125rem; line-height: 1.35; }}
.close th, .close td {{ padding: 0.25rem 0.4rem; }}
.close tbody th {{ min-width: 7rem; }}
.close .verdict {{ display: inline; }}
.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
.verdict {{ border-left: 0.3125rem solid; padding-left: 0.4rem; display: block; min-width: 6.5rem; }}
.interval {{ white-space: nowrap; }}
.figures {{ font-variant-numeric: tabular-nums; }}
.better {{ border-color: {BARS["better"]}; }}
.worse {{ border-color: {BARS["worse"]}; border-left-style: double; }}
.way {{ border-color: {BARS["way"]}; border-left-style: dashed; }}
.unclear {{ border-color: {BARS["unclear"]}; border-left-style: dotted; }}
.word {{ font-weight: bold; }}
.unclear .word {{ font-weight: normal; }}
img {{ display: block; width: 100%; min-width: 44rem; height: auto; }}
figcaption {{ max-width: 48rem; }}
footer {{ margin-top: 3rem; border-top: 1px solid #8A8A8A; padding-top: 0.75rem; }}
@media (prefers-reduced-motion: reduce) {{
  *, *::before, *::after {{ animation: none !important; transition: none !important; scroll-behavior: auto !important; }}
}}
@media print {{
  @page {{ size: A4; margin: 14mm; }}
  html {{ font-size: 9.5pt; }}
  body {{ max-width: none; padding: 0; }}
  nav, .skip, .folded:not([open]) {{ display: none; }}
  h2, h3, caption {{ break-after: avoid; }}
  #figures, #assumptions {{ break-before: page; }}
  .scroll {{ overflow: visible; }}
  .arms th:first-child {{ position: static; }}
  table {{ width: 100%; font-size: 7pt; }}
  .close {{ font-size: 6.5pt; line-height: 1.2; }}
  .close th, .close td {{ padding: 0.1rem 0.15rem; }}
  .close tbody th {{ min-width: 0; }}
  .close .interval {{ white-space: normal; }}
  thead {{ display: table-header-group; }}
  tr, figure, pre {{ break-inside: avoid; }}
  th, td {{ min-width: 0; padding: 0.2rem 0.25rem; overflow-wrap: break-word; }}
  tbody th {{ min-width: 5rem; }}
  .verdict {{ min-width: 0; }}
  img {{ min-width: 0; max-height: 200mm; object-fit: contain; object-position: left top; }}
  a[href^="#"] {{ color: inherit; text-decoration: none; }}
}}
"""
