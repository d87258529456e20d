// The page's policy lets in only styles that carry its nonce. antd's own do; some of the parts beneath it (the lock of the
// page's scrolling, the measure of a scroll bar) make theirs without. So every style element gets it when it is made.
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  return meta?.nonce || meta?.content || '';
}

export function giveNonceToStyles(nonce: string): void {
  if (nonce === '') return;
  const create = document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (name.toLowerCase() === 'style') element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}

// A text area that grows is measured in a hidden one, which antd styles by an attribute: the policy refuses that, and lets a
// script set the same. And it misspells what keeps the Tab key from stopping there.
export function mendHiddenTextAreas(): void {
  const set = Element.prototype.setAttribute;
  HTMLTextAreaElement.prototype.setAttribute = function (name: string, value: string) {
    if (name === 'style') this.style.cssText = value;
    else set.call(this, name === 'tab-index' ? 'tabindex' : name, value);
  };
}
