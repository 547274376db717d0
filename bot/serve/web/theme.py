"""Gradio's theme: the colours of ``static/style.css``, system fonts, nothing fetched."""

from __future__ import annotations

from typing import Final

import gradio as gr

FONTS: Final = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "system-ui", "sans-serif")


def theme() -> gr.themes.Base:
    """The theme of all pages, light or dark as the browser prefers."""
    base = gr.themes.Base(
        primary_hue="blue",
        neutral_hue="slate",
        text_size="lg",
        radius_size="lg",
        font=FONTS,
        font_mono=("ui-monospace", "monospace"),
    )
    both = {
        "body_background_fill": "var(--ground)",
        "body_text_color": "var(--ink)",
        "block_label_text_color": "var(--ink)",
        "block_info_text_color": "var(--ink-soft)",
        "input_placeholder_color": "var(--ink-faint)",
        "input_background_fill": "var(--field)",
        "input_border_color": "var(--field-line)",
    }  # values of style.css, which has those of the dark look
    return base.set(
        **both,
        **{f"{name}_dark": value for name, value in both.items()},
        block_border_width="0px",
        block_shadow="none",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_padding="0px",
        input_border_width="1px",
        input_shadow="none",
    )
