// Serves the built console as the gateway does: the same headers, a new nonce for each index, the index for every page's URL.
// Calls go to SLUICE_CONSOLE_SERVER when it is set, else nowhere: tests answer them in the browser.
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';

const folder = process.env.SLUICE_CONSOLE_DIR ?? join(import.meta.dirname, '../dist');
const server = process.env.SLUICE_CONSOLE_SERVER ?? '';
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

function policy(nonce) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function answerIndex(answer) {
  const nonce = randomBytes(16).toString('base64');
  const index = readFileSync(join(folder, 'index.html'), 'utf8').replace(
    /(<meta name="csp-nonce" content=")[^"]*/,
    `$1${nonce}`,
  );
  answer.writeHead(200, {
    'Content-Type': types['.html'],
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': policy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  });
  answer.end(index);
}

function pass(asked, answer) {
  const target = new URL(asked.url, server);
  const onward = request(
    target,
    { method: asked.method, headers: { ...asked.headers, host: target.host } },
    (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    },
  );
  onward.on('error', () => answer.writeHead(502).end());
  answer.on('close', () => onward.destroy());
  asked.pipe(onward);
}

createServer((asked, answer) => {
  const { pathname } = new URL(asked.url, 'http://console');
  if (pathname.startsWith('/v1')) {
    if (server) pass(asked, answer);
    else answer.writeHead(404).end();
    return;
  }
  const file = join(folder, normalize(pathname));
  if (pathname !== '/' && file.startsWith(folder) && existsSync(file) && statSync(file).isFile()) {
    answer.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    });
    createReadStream(file).pipe(answer);
  } else if (pathname.startsWith('/assets/')) {
    answer.writeHead(404).end();
  } else {
    answerIndex(answer);
  }
}).listen(Number(process.env.PORT ?? 4173), '127.0.0.1');
