// Where the console begins.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './shell/base.css';
import { App } from './shell/App';
import { takeCode } from './shell/sign_in_link';

takeCode();
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
