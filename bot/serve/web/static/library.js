// The tree of a text is longer than the window: it opens where the clause that is shown stands.
const here = document.querySelector("#contents a[aria-current]");
const tree = here?.closest("#contents");
if (tree && tree.scrollHeight > tree.clientHeight) {
  tree.scrollTop += here.getBoundingClientRect().top - tree.getBoundingClientRect().top - 80;
}
