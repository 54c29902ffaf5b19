"""Copies are found among many texts, in time that grows with their number only, and texts of their own stay alone."""

import random
import re
import time

from vankien.rollup.copies import Earlier, copies

WORDS = re.findall(
    r"\w+",
    """cấp ủy chi bộ đảng viên nghị quyết học tập kiểm tra giám sát nhiệm vụ kế hoạch tổ chức thực hiện kết quả đánh giá
    chất lượng sinh hoạt phân công theo dõi đôn đốc cơ quan đơn vị doanh nghiệp công chức người lao động phong trào thi
    đua khen thưởng hạn chế khuyết điểm nguyên nhân bài học kinh nghiệm giải pháp thời gian tới tăng cường đổi mới""",
)


def made(seed: int, words: int = 150) -> str:
    choice = random.Random(seed)
    return " ".join(f"{choice.choice(WORDS)}{'.' if choice.random() < 0.07 else ''}" for _ in range(words)) + " 12%."


def retyped(text: str, seed: int, share: float) -> str:
    """The text with every figure and a share of its words replaced."""
    choice = random.Random(seed)
    words = [choice.choice(WORDS) if choice.random() < share else word for word in text.split()]
    return " ".join(words).replace("12%", "31%")


def found(texts: dict[str, str], common: tuple[str, ...] = ()) -> dict[str, str]:
    return {copy.text: copy.original for copy in copies(texts, {key: key.split("/")[0] for key in texts}, common)}


def own(count: int) -> dict[str, str]:
    return {f"u{number}/a": made(number) for number in range(count)}


def test_texts_of_their_own_stay_alone():
    assert found(own(400)) == {}


def test_copies_with_other_figures_and_some_other_words_are_found():
    texts = own(300)
    texts |= {f"c{number}/a": retyped(texts[f"u{number}/a"], number, 0.04) for number in range(0, 300, 3)}
    right = {f"c{number}/a": f"u{number}/a" for number in range(0, 300, 3)}
    assert {key: value for key, value in found(texts).items() if right.get(key) != value} == {}
    assert len(found(texts)) >= 0.97 * len(right)


def test_one_text_that_everybody_copied_is_found_everywhere():
    texts = {f"u{number}/a": retyped(made(1), number, 0.01) for number in range(200)}
    assert len(found(texts)) == 199


def test_long_passage_inside_a_text_of_its_own_is_found_with_its_place():
    passage = made(7, 70)
    texts = {"a/x": made(1) + " trước " + passage, "b/x": made(2) + " sau " + passage + " " + made(3)}
    (copy,) = copies(texts, {"a/x": "a", "b/x": "b"})
    assert texts["b/x"][copy.start : copy.end] == passage
    assert texts["a/x"][copy.original_start : copy.original_end] == passage
    assert copy.share < 0.6


def test_texts_of_one_unit_are_not_held_against_each_other():
    assert found({"u/a": made(1), "u/b": made(1)}) == {}


def test_words_of_everybody_do_not_count():
    title = made(9, 80)
    texts = {"a/x": title + " " + made(1, 40), "b/x": title + " " + made(2, 40)}
    assert found(texts) and not found(texts, (title,))


def test_short_texts_are_left_out():
    assert found({"a/x": "Trong kỳ không có đơn thư.", "b/x": "Trong kỳ không có đơn thư."}) == {}


def test_same_findings_every_time():
    texts = own(50) | {f"c{number}/a": made(number) for number in range(50)}
    assert found(texts) == found(dict(texts))


def test_twice_the_texts_take_about_twice_the_time():
    def seconds(count: int) -> float:
        texts = {key: text + " " + made(0, 60) for key, text in own(count).items()}
        begin = time.process_time()
        copies(texts, {key: key for key in texts})
        return time.process_time() - begin

    seconds(50)
    # All texts share a passage, so that whatever compared all pairs would take sixteen times as long.
    assert min(seconds(1600) for _ in range(2)) < 9 * min(seconds(400) for _ in range(2))


def test_what_was_found_out_before_makes_no_difference():
    choice = random.Random(3)
    texts = own(60) | {f"c{number}/a": retyped(made(number), number, 0.03) for number in range(0, 60, 4)}
    # Passages that most texts share, so that a change moves the texts that others are linked with.
    shared = [made(100 + number, 45) for number in range(4)]
    texts = {key: " ".join([text, *choice.sample(shared, choice.randrange(4))]) for key, text in texts.items()}
    earlier = Earlier()
    for _ in range(50):
        key = choice.choice(list(texts))
        match choice.randrange(7):
            case 0:
                texts[key] = retyped(texts[choice.choice(list(texts))], choice.randrange(99), 0.02)
            case 1:
                del texts[key]
            case 2:
                texts[f"n{choice.randrange(9)}/{choice.randrange(9)}"] = texts[key]
            case 3:
                texts = {key: texts.pop(key)} | texts
            case 4:
                texts = {key: choice.choice(shared) + " " + texts.pop(key)} | texts
            case 5:
                texts[key] += " " + choice.choice(shared)
            case 6:
                for one in choice.sample(list(texts), 5):
                    texts[one] = texts[one].replace(choice.choice(shared), "")
        apart = {key: key.split("/")[0] for key in texts}
        assert copies(texts, apart, (), None, earlier) == copies(texts, apart)
    assert copies(texts, apart)
