// The page's worker, without the page.
onmessage = async ({ data: { js, module } }) => {
  onmessage = null;
  const { default: init } = await import(js);
  await init({ module_or_path: module });
};
