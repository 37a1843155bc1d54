//! ACLED event and sub-event types: in, the kind of an event, who acted and who was hit; out, the names ACLED
//! gives them (ACLED Codebook, event types and sub-event types), or nothing where they depend on a
//! target the text does not name.

use crate::record::{EventKind, PartyClass, Who};

/// Event type and sub-event type.
pub(crate) type Types = Option<(&'static str, &'static str)>;

const BATTLES: &str = "Battles";
const BLASTS: &str = "Explosions/Remote violence";
const CIVILIANS: &str = "Violence against civilians";
const STRATEGIC: &str = "Strategic developments";

/// The ACLED types of an event.
pub(crate) fn types(
    kind: EventKind,
    actor: Option<PartyClass>,
    target: Option<PartyClass>,
    killed: Option<Who>,
) -> Types {
    use EventKind::*;
    Some(match kind {
        Clash | Ambush => (BATTLES, "Armed clash"),
        ArmedAttack | Shooting | Assassination | Execution | Killing | Torture => {
            return by_target(target, killed);
        }
        Bombing => (BLASTS, "Remote explosive/landmine/IED"),
        SuicideBombing => (BLASTS, "Suicide bomb"),
        Airstrike | DroneStrike => (BLASTS, "Air/drone strike"),
        Shelling => (BLASTS, "Shelling/artillery/missile attack"),
        SexualViolence => (CIVILIANS, "Sexual violence"),
        Abduction => (CIVILIANS, "Abduction/forced disappearance"),
        Protest => ("Protests", "Peaceful protest"),
        Riot => ("Riots", "Violent demonstration"),
        Arrest => (STRATEGIC, "Arrests"),
        Coup => (STRATEGIC, "Change to group/activity"),
        Withdrawal => (STRATEGIC, "Other"),
        Agreement => (STRATEGIC, "Agreement"),
        Looting => (STRATEGIC, "Looting/property destruction"),
        Seizure => return seizure(actor),
        Other => return None,
    })
}

fn by_target(target: Option<PartyClass>, killed: Option<Who>) -> Types {
    use PartyClass::*;
    match (target, killed) {
        (Some(StateForces | Police | ArmedGroup | Militia | ForeignForces), _)
        | (_, Some(Who::Security | Who::Militants)) => Some((BATTLES, "Armed clash")),
        (Some(Civilians | Protesters), _) | (_, Some(Who::Civilians)) => {
            Some((CIVILIANS, "Attack"))
        }
        _ => None,
    }
}

/// The types of a seizure, by who took it.
fn seizure(actor: Option<PartyClass>) -> Types {
    use PartyClass::*;
    match actor? {
        ArmedGroup | Militia => Some((BATTLES, "Non-state actor overtakes territory")),
        StateForces | Police | ForeignForces => Some((BATTLES, "Government regains territory")),
        Protesters | Civilians | Other => None,
    }
}
