from evals.research.sentences import Passage, measure


def test_the_sentence_shown_first_is_held_against_the_span_of_the_answer() -> None:
    text = "第一条 申报时间为每年三月。\n第二条 资助比例为百分之二十。\n"
    start = text.index("百分之二十")
    tallies = measure([Passage("资助比例是多少？", text, start, start + 5)])
    assert str(tallies["首句含全部答案"]) == "1/1（100.0%）"
    wrong = measure([Passage("申报时间是什么？", text, start, start + 5)])
    assert wrong["首句含全部答案"].good == 0
