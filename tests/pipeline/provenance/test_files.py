from lecons.pipeline.provenance.files import Compared, compared


def test_files_are_compared_by_name_and_content():
    then = {"a": "1", "b": "2", "c": "3"}
    found = compared(then, {"b": "2", "a": "9", "d": "4"})
    assert found == Compared(same=("b",), other=("a",), absent=("c",), new=("d",))
    assert not found.identical
    assert compared(then, dict(then)) == Compared(("a", "b", "c"), (), (), ())
    assert compared(then, dict(then)).identical
