// Questions to the reviewer. A dialog takes the keys while it is open.
import { el, fill } from './dom.js';
import { t } from './strings.js';

// Opens a dialog; `keys` are what it does on event.code. Returns how to close it.
export function open(title, content, { keys = {}, wide = false, buttons = [] } = {}) {
  document.querySelector('dialog')?.close();
  const back = document.activeElement;
  const dialog = el('dialog', { class: wide ? 'wide' : '', 'aria-label': title, tabindex: -1 });
  const close = () => dialog.close();
  fill(
    dialog,
    el('header', {}, el('h2', {}, title), el('button', { type: 'button', class: 'link', title: t('close'), 'aria-label': t('close'), on: { click: close } }, '✕')),
    el('div', { class: 'content' }, content),
    buttons.length > 0 ? el('footer', {}, buttons) : null,
  );
  dialog.addEventListener('keydown', (event) => {
    event.stopPropagation();
    const act = keys[event.code];
    if (!act || event.ctrlKey || event.altKey || event.metaKey || event.target.closest('select, textarea, input')) return;
    event.preventDefault();
    act();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    back?.focus?.({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  (dialog.querySelector('[autofocus]') ?? dialog).focus();
  return close;
}

export function button(label, code, act, attributes = {}) {
  return el('button', { type: 'button', ...attributes, on: { click: act } }, label, code ? el('kbd', {}, code.startsWith('Key') ? t(`key.${code}`) : code.replace('Digit', '')) : null);
}

// A short word that goes away by itself.
export function toast(text, kind = '') {
  const made = el('p', { class: `toast ${kind}` }, text);
  document.getElementById('toasts').append(made);
  setTimeout(() => made.remove(), kind === 'bad' ? 7000 : 3000);
}
