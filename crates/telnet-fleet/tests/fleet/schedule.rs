//! The schedule, held against what it promises, with random orders in virtual time.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use telnet_fleet::schedule::{Next, Schedule, Ticket};
use telnet_fleet::{Inventory, Job, Order};

/// Orders for devices at sites, of which each console may have several.
fn orders(devices: &[(u8, u8)]) -> Vec<Order> {
    let mut text = String::from(
        "[credentials.core]\nuser = \"u\"\npassword = { env = \"X\" }\n\
         [defaults]\ncredential = \"core\"\n",
    );
    for (nth, (site, port)) in devices.iter().enumerate() {
        text += &format!(
            "[[devices]]\nname = \"r{nth}\"\nhost = \"h\"\nport = {}\n\
             site = \"s{site}\"\n",
            u16::from(*port) + 1
        );
    }
    let inventory = Inventory::parse(&text).unwrap();
    let job = "name = \"j\"\nsteps = [{ do = \"login\" }]";
    let job = Job::parse(job).unwrap();
    inventory.orders(&job, &"t".parse().unwrap()).collect()
}

proptest! {
    /// Each order ends once; never are there two at a console, nor more than the
    /// limits say.
    #[test]
    fn each_order_ends_once_and_within_the_limits(
        devices in proptest::collection::vec((0..4_u8, 0..12_u8), 1..60),
        most in 1..10_usize,
        sessions in 1..6_u32,
        ends in proptest::collection::vec((any::<u8>(), 0..4_u8), 400),
    ) {
        let start = Instant::now();
        let mut now = start;
        let mut schedule = Schedule::new(most);
        let orders = orders(&devices);
        for order in &orders {
            let mut limits = telnet_fleet::Site::default();
            limits.sessions = sessions;
            schedule.limit(&order.site, limits);
            let due = start + order.jitter();
            let ticket = Ticket::new(order.clone());
            schedule.add(ticket, due);
        }
        let mut ends = ends.into_iter();
        let mut running: Vec<Ticket> = Vec::new();
        let mut ended = HashSet::new();
        loop {
            match schedule.next(now) {
                Next::Over => break,
                Next::Begin(ticket) => running.push(ticket),
                Next::Stopped(ticket) | Next::Missed(ticket) => {
                    prop_assert!(ended.insert(ticket.order.id()));
                }
                Next::At(at) if running.is_empty() => {
                    prop_assert!(at > now);
                    now = at;
                }
                Next::At(_) | Next::Ended | _ => {
                    let Some((which, how)) = ends.next() else { break };
                    prop_assert!(!running.is_empty(), "it waits for nothing");
                    let which = usize::from(which) % running.len();
                    if how == 3 {
                        let order = &running[which].order;
                        schedule.tried(order, true, now);
                        continue;
                    }
                    let ticket = running.swap_remove(which);
                    now += Duration::from_millis(10);
                    let again = (how == 0 && ticket.attempt < 3)
                        .then(|| now + Duration::from_secs(1));
                    if again.is_none() {
                        prop_assert!(ended.insert(ticket.order.id()));
                    }
                    let login = Some(how != 1);
                    schedule.ended(ticket, login, again, now);
                }
            }
            prop_assert!(running.len() <= most);
            let mut sites = HashMap::<_, u32>::new();
            let mut consoles = HashSet::new();
            for ticket in &running {
                *sites.entry(&ticket.order.site).or_default() += 1;
                prop_assert!(consoles.insert(ticket.order.console()));
            }
            prop_assert!(sites.values().all(|it| *it <= sessions));
        }
        prop_assert!(ended.len() == orders.len() || ends.next().is_none());
    }
}

/// A site with many devices does not hold up one with few.
#[test]
fn sites_take_turns() {
    let mut devices: Vec<(u8, u8)> = (0..100).map(|it| (0, it)).collect();
    devices.extend((0..3).map(|it| (1, 200 + it)));
    let now = Instant::now();
    let mut schedule = Schedule::new(8);
    for order in orders(&devices) {
        schedule.add(Ticket::new(order), now);
    }
    let mut of_small = 0;
    for _ in 0..6 {
        let Next::Begin(ticket) = schedule.next(now) else { panic!() };
        of_small += usize::from(ticket.order.site.as_str() == "s1");
        schedule.ended(ticket, Some(true), None, now);
    }
    assert_eq!(of_small, 3);
}

/// One tries a credential, and the others when it is taken: they need not wait for its
/// end.
#[test]
fn one_tries_a_credential_ahead_of_others() {
    let devices: Vec<(u8, u8)> = (0..10).map(|it| (0, it)).collect();
    let now = Instant::now();
    let mut schedule = Schedule::new(10);
    for order in orders(&devices) {
        schedule.add(Ticket::new(order), now);
    }
    let Next::Begin(first) = schedule.next(now) else { panic!() };
    let later = now + telnet_fleet::brake::AHEAD;
    let Next::At(at) = schedule.next(now) else { panic!() };
    assert_eq!(at, later);
    // It takes long: one more may try it.
    let Next::Begin(second) = schedule.next(later) else { panic!() };
    assert!(matches!(schedule.next(later), Next::At(at) if at > later));
    schedule.tried(&first.order, true, later);
    for _ in 0..8 {
        assert!(matches!(schedule.next(later), Next::Begin(_)));
    }
    // What was told counts once.
    schedule.tried(&second.order, false, later);
    schedule.ended(second.clone(), Some(false), None, later);
    assert_eq!(schedule.refusals(&second.order), 1);
}
