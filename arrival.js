// Takes GitLab's answer to a sign-in out of the page's address and out of the tab's history. The first script of index.html:
// nothing else runs before it, so that the code in that answer stands nowhere that anything could read, keep or send it.

let answer = "";
if (/[?&](code|error|state)=/.test(location.search)) {
  answer = location.search;
  history.replaceState(null, "", location.origin + location.pathname + location.hash);
}

// Handed over once: src/page/dom/trip.rs.
globalThis.calendlyArrival = () => {
  const once = answer;
  answer = "";
  return once;
};
