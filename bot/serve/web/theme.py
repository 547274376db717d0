"""Gradio's theme: the colours of ``static/style.css``, system fonts, nothing fetched."""

from __future__ import annotations

from typing import Final

import gradio as gr

FONTS: Final = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "system-ui", "sans-serif")


def theme() -> gr.themes.Base:
    """The theme of all pages; light only, for the colours carry meaning."""
    base = gr.themes.Base(
        primary_hue="blue",
        neutral_hue="slate",
        text_size="lg",
        radius_size="lg",
        font=FONTS,
        font_mono=("ui-monospace", "monospace"),
    )
    return base.set(
        body_background_fill="#f4f6f9",
        body_background_fill_dark="#f4f6f9",
        block_border_width="0px",
        block_shadow="none",
        block_background_fill="transparent",
        block_padding="0px",
        input_background_fill="#ffffff",
        input_border_color="#c3cfdb",
        input_border_width="1px",
        input_shadow="none",
    )
