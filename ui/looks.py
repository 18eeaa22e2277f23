"""Looks: the few styles that the theme has no word for. Colours follow light and dark."""

import streamlit as st

NARROW = "640px"  # below this Streamlit stacks columns, and the queue and the item take turns

STYLE = f"""<style>
:root {{
  --es-red: light-dark(#b3261e, #ff9a92);
  --es-quiet: light-dark(#4b555c, #b6c0c6);
  --es-line: light-dark(#d3d9dc, #3a434a);
  --es-soft: light-dark(#f3f5f6, #1f2529);
  --es-accent: light-dark(#0b6e73, #67d0d4);
  --es-mark: light-dark(#cfecee, #1d5256);
}}
.es-line, .es-text, .es-quiet, .es-card {{ overflow-wrap: anywhere; }}
.es-fresh, .es-quiet {{ color: var(--es-quiet); font-size: .875rem; }}
.es-late {{ color: var(--es-red) !important; font-weight: 600; }}
.es-text {{ white-space: pre-wrap; font-size: 1.05rem; line-height: 1.55; padding: .75rem 0;
  border-top: 1px solid var(--es-line); border-bottom: 1px solid var(--es-line); }}
.es-text mark, .es-card mark {{ background: var(--es-mark); color: inherit; padding: 0 .1em;
  border-radius: 3px; box-shadow: inset 0 -2px 0 var(--es-accent); }}
.es-card {{ font-size: .93rem; line-height: 1.4; }}
.es-card .es-said {{ display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical;
  overflow: hidden; }}
.es-problem, .es-done, .es-banner {{ padding: .6rem .9rem; border-radius: 6px;
  border-left: 4px solid var(--es-accent); background: var(--es-soft); overflow-wrap: anywhere; }}
.es-problem {{ border-left-color: var(--es-red); }}
.es-line a, .es-quiet a {{ color: var(--es-accent); }}
.es-foot {{ color: var(--es-quiet); font-size: .875rem; margin-top: 2rem; padding-top: .75rem;
  border-top: 1px solid var(--es-line); }}
.es-key {{ font-weight: 600; }}
[data-testid="stHeading"] h1 {{ padding: .25rem 0; }}
[class*="st-key-open_"] button {{ justify-content: flex-start; min-height: 0; padding: 0; }}
[class*="st-key-open_"] button > * {{ justify-content: flex-start; text-align: left; width: 100%; }}
[class*="st-key-card_"] {{ padding: .6rem .8rem; position: relative; }}
[class*="st-key-card_"] [class*="st-key-open_"],
[class*="st-key-card_"] [class*="st-key-open_"] button {{ position: static; }}
[class*="st-key-card_"] [class*="st-key-open_"] button::after {{ content: ""; position: absolute;
  inset: 0; z-index: 1; cursor: pointer; }}
[class*="st-key-chosen_"] button {{ border-color: var(--es-accent); background: var(--es-mark); }}
[role="radio"][aria-checked="true"] p {{ color: var(--es-accent); }}
.st-key-card_current {{ border-left: 4px solid var(--es-accent); }}
@media (max-width: {NARROW}) {{
  .st-key-filters_behind, .st-key-queue_behind, .st-key-item_behind {{ display: none !important; }}
}}
@media (min-width: {NARROW}) {{
  .st-key-back {{ display: none !important; }}
}}
</style>"""


def dress() -> None:
    """Put the styles on; once a run, before anything is drawn."""
    st.html(STYLE)
