//! Renders content below the fold after the first paint, since all of it at once is one long task on a
//! telephone.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dom::clock;

/// Deferred content.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Number of frames to wait.
    pub frames: usize,
    /// The content, created then.
    pub children: Html,
}

/// Renders its children after some frames, and from then on at once.
#[component]
pub fn Deferred(props: &Props) -> Html {
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
