// Fails when the console has become too heavy, compressed: the first load, a page, the charts, a language. Also writes the
// compressed copies that the gateway serves, and the list of everything with its hash.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = resolve(import.meta.dirname, '../dist');
const KB = 1024;
const budgets = {
  first: 460 * KB,
  page: 40 * KB,
  library: 60 * KB,
  chart: 30 * KB,
  language: 25 * KB,
};

const files = walk(dist).filter((file) => !/\.(gz|br)$/.test(file) && file !== 'console.json');
const sizes = new Map();
const list = [];
for (const file of files) {
  const content = readFileSync(join(dist, file));
  const gzip = gzipSync(content, { level: 9 });
  sizes.set(file, gzip.length);
  // The index gets a nonce with each answer, so it is not kept compressed.
  const compressible = /\.(js|css|svg|html)$/.test(file) && file !== 'index.html';
  if (compressible) {
    writeFileSync(join(dist, `${file}.gz`), gzip);
    writeFileSync(
      join(dist, `${file}.br`),
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    );
  }
  list.push({
    path: file,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  });
}
writeFileSync(join(dist, 'console.json'), `${JSON.stringify({ files: list }, null, 1)}\n`);

const index = readFileSync(join(dist, 'index.html'), 'utf8');
// What the index names, and what that imports before anything is shown.
const first = new Set(files.filter((file) => index.includes(file)));
for (const file of first) {
  if (file.endsWith('.js')) for (const each of importsOf(file)) first.add(each);
}
const total = [...first].reduce((sum, file) => sum + sizes.get(file), 0);
let bad = 0;
check('the first load', total, budgets.first);
for (const [file, size] of sizes) {
  if (!file.endsWith('.js') || first.has(file)) continue;
  check(file, size, budgets[kindOf(file)]);
}
process.exit(bad);

function check(what, size, budget) {
  const text = `${what}: ${(size / KB).toFixed(1)} KB of ${(budget / KB).toFixed(0)} KB`;
  if (size > budget) {
    bad = 1;
    console.error(`budget: ${text}; make it smaller, or load a part of it later`);
  } else if (process.argv.includes('--all') || what === 'the first load') {
    console.log(`budget: ${text}`);
  }
}

function kindOf(file) {
  if (/uplot/i.test(file)) return 'chart';
  if (/^assets\/zh/i.test(file)) return 'language';
  // What several pages share, each loaded once.
  return /^assets\/(table|pickers)-/.test(file) ? 'library' : 'page';
}

function importsOf(file) {
  const text = readFileSync(join(dist, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map(
    (match) => `assets/${match[1]}`,
  );
}

function walk(folder) {
  return readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? walk(path) : [relative(dist, path)];
    })
    .sort();
}
