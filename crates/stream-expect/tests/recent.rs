//! Lists that are given again. A process of its own: the lists given last are
//! those of all tests in one.

use allocation_counter::{AllocationInfo, measure};
use stream_expect::{Pattern, PatternSet};

#[test]
fn sixteen_lists_in_turn_are_compiled_once() {
    let of = |n: usize| [format!("login{n}: "), format!(r"[>#]{n}\s")];
    let lists: Vec<[String; 2]> = (0..16).map(of).collect();
    let texts: Vec<[&str; 2]> =
        lists.iter().map(|it| it.each_ref().map(String::as_str)).collect();
    for list in &texts {
        assert_eq!(PatternSet::recent(list).unwrap().len(), 2);
    }
    let again = measure(|| {
        for list in &texts {
            assert_eq!(PatternSet::recent(list).unwrap().len(), 2);
        }
    });
    assert_eq!(again, AllocationInfo::default(), "they are compared alone");

    // A single one, which is compared as it is.
    let one = Pattern::regex("one+").unwrap();
    assert_eq!(PatternSet::recent(one.clone()).unwrap().len(), 1);
    let copy = measure(|| drop(one.clone()));
    let again = measure(|| drop(PatternSet::recent(one.clone())));
    assert_eq!(again.count_total, copy.count_total);
    for list in &texts {
        PatternSet::recent(list).unwrap();
    }

    // The same in another form, and what only looks the same.
    let patterns = lists[3].each_ref().map(|it| Pattern::regex(it).unwrap());
    let same = measure(|| {
        PatternSet::recent(lists[3].each_ref()).unwrap();
        PatternSet::recent(&texts[3][..]).unwrap();
    });
    assert_eq!(same.count_total, 0);
    assert_eq!(
        PatternSet::recent(patterns.clone()).unwrap(),
        PatternSet::recent(texts[3]).unwrap()
    );
    let [first, second] = patterns;
    let others = [
        vec![second.clone(), first.clone()],
        vec![first.clone()],
        vec![first.clone(), second.clone().greedy()],
        vec![Pattern::literal(first.to_string()), second],
    ];
    for other in others {
        let set = PatternSet::recent(other.clone()).unwrap();
        assert_eq!(set.patterns(), other);
    }
    // Others took the place of those which were not given again.
    let forgotten = measure(|| drop(PatternSet::recent(texts[0])));
    assert_ne!(forgotten, AllocationInfo::default());
    assert!(PatternSet::recent(["("]).is_err());
    let given = PatternSet::new(["x"]).unwrap();
    assert_eq!(PatternSet::recent(&given).unwrap(), given);
}
