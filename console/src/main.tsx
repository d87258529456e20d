// Where the console begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './shell/base.css';
import { App } from './shell/App';
import { takeCode } from './shell/sign_in_link';
import { giveNonceToStyles, mendHiddenTextAreas, styleNonce } from './shell/style_nonce';

takeCode();
giveNonceToStyles(styleNonce());
mendHiddenTextAreas();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
