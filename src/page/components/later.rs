//! What stands further down comes a moment later: all at once would be one long task on a telephone, in which nothing else could
//! be done.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dom::clock;

/// What comes, and when.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// After how many frames: those before it are drawn meanwhile.
    pub frames: usize,
    /// What comes. Nothing of it is made before.
    pub children: Html,
}

/// Its children, once, a moment later; from then on as they are.
#[component]
pub fn Later(props: &Props) -> Html {
    let stands = use_state(|| false);
    {
        let (stands, frames) = (stands.clone(), props.frames);
        use_effect_with((), move |()| {
            spawn_local(async move {
                for _ in 0..frames {
                    clock::shown().await;
                }
                stands.set(true);
            });
        });
    }
    if *stands { props.children.clone() } else { Html::default() }
}
