// The page's worker, without the page: its program from files, as the page has it in a blob.
onmessage = async ({ data: { js, module } }) => {
  onmessage = null;
  const { default: init } = await import(js);
  await init({ module_or_path: module });
};
