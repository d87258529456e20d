// Writes src/api/generated/: the JSON shapes of every message, and routes.ts, the way of every call over HTTP. Both come
// from the protos alone, so a changed proto breaks the type check and no URL is typed by hand.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFileRegistry, fromBinary, getExtension, hasExtension } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

const here = dirname(fileURLToPath(import.meta.url));
const api = process.env.SLUICE_API ?? resolve(here, '../../api');
const cache =
  process.env.SLUICE_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sluice');
const google = process.env.SLUICE_GOOGLE_PROTOS ?? join(cache, 'protos');
const plugin = resolve(here, '../node_modules/.bin/protoc-gen-es');
const out = resolve(here, '../src/api/generated');

if (!existsSync(join(google, 'google/api/annotations.proto'))) {
  console.error(
    `generate: ${google} lacks google/api/annotations.proto; run ./dev setup, or set SLUICE_GOOGLE_PROTOS`,
  );
  process.exit(1);
}

// The stream between workers and control planes is none of the console's.
const ours = readdirSync(join(api, 'sluice/v1'))
  .filter((file) => file.endsWith('.proto') && file !== 'worker.proto')
  .map((file) => `sluice/v1/${file}`);
const theirs = ['google/longrunning/operations.proto', 'google/rpc/error_details.proto'];

const work = mkdtempSync(join(tmpdir(), 'sluice-console-'));
try {
  const set = join(work, 'all.binpb');
  execFileSync('protoc', [
    `-I${api}`,
    `-I${google}`,
    `--descriptor_set_out=${set}`,
    '--include_imports',
    ...ours,
    ...theirs,
  ]);
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(set)));
  const wanted = [...registry.files]
    .map((file) => `${file.name}.proto`)
    .filter((file) => !file.startsWith('google/protobuf/'));
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  execFileSync('protoc', [
    `-I${api}`,
    `-I${google}`,
    `--plugin=protoc-gen-es=${plugin}`,
    `--es_out=${out}`,
    '--es_opt=target=ts,json_types=true',
    ...wanted,
  ]);
  writeFileSync(join(out, 'routes.ts'), routes(registry));
  writeFileSync(join(out, 'types.ts'), types(registry));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function routes(registry) {
  const http = registry.getExtension('google.api.http');
  const imports = new Map();
  const shape = (message) => {
    if (message.typeName === 'google.protobuf.Empty') return 'Record<string, never>';
    const file = `./${message.file.name}_pb`;
    // A nested message's type is called Outer_Inner.
    const name = `${message.typeName.slice(message.file.proto.package.length + 1).replaceAll('.', '_')}Json`;
    imports.set(file, (imports.get(file) ?? new Set()).add(name));
    return name;
  };
  const entries = [];
  const calls = [];
  for (const file of [...registry.files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const type of file.proto.service) {
      const service = registry.getService(`${file.proto.package}.${type.name}`);
      for (const method of service.methods) {
        const options = method.proto.options;
        if (!options || !hasExtension(options, http)) continue;
        const rule = getExtension(options, http);
        if (!rule.pattern.case || rule.pattern.case === 'custom') continue;
        const id = `${service.name}.${method.name}`;
        const path = rule.pattern.value.replace(
          /\{([a-z_.]+)=[^}]*\}/g,
          (_, field) => `{${jsonPath(method.input, field)}}`,
        );
        const inPath = new Set(
          [...path.matchAll(/\{([A-Za-z]+)[^}]*\}/g)].map((match) => match[1]),
        );
        const query =
          rule.body === '*'
            ? []
            : method.input.fields
                .filter((field) => field.name !== rule.body && !inPath.has(field.jsonName))
                .map((field) => [field.jsonName, field.name]);
        const body =
          rule.body === '' || rule.body === '*' ? rule.body : jsonPath(method.input, rule.body);
        entries.push(
          `  '${id}': { verb: '${rule.pattern.case.toUpperCase()}', path: '${path}', body: '${body}', ` +
            `query: ${JSON.stringify(Object.fromEntries(query))} },`,
        );
        calls.push(
          `  '${id}': { request: ${shape(method.input)}; response: ${shape(method.output)} };`,
        );
      }
    }
  }
  return [
    '// Written by scripts/generate.mjs from the protos.',
    ...[...imports].map(
      ([file, names]) => `import type { ${[...names].sort().join(', ')} } from '${file}';`,
    ),
    '',
    '// The shapes of each call.',
    'export interface Calls {',
    ...calls,
    '}',
    '',
    '// `path` holds the fields of the request in braces, `body` is the field that is sent (`*`: all of it, empty: none), `query`',
    '// the other fields and their names in the URL.',
    'export interface Route {',
    "  verb: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';",
    '  path: string;',
    '  body: string;',
    '  query: Record<string, string>;',
    '}',
    '',
    'export const routes: { [M in keyof Calls]: Route } = {',
    ...entries,
    '};',
    '',
  ].join('\n');
}

// Every shape under its own name: `Connector`, `Connector_State`.
function types(registry) {
  const lines = ['// Written by scripts/generate.mjs from the protos.'];
  for (const file of [...registry.files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!/^(sluice\/v1|google\/longrunning|google\/rpc)\//.test(file.name)) continue;
    const names = [];
    const visit = (message) => {
      if (message.proto.options?.mapEntry) return;
      names.push(message.typeName.slice(file.proto.package.length + 1).replaceAll('.', '_'));
      for (const nested of message.nestedMessages) visit(nested);
      for (const nested of message.nestedEnums) visitEnum(nested);
    };
    const visitEnum = (each) =>
      names.push(each.typeName.slice(file.proto.package.length + 1).replaceAll('.', '_'));
    for (const message of file.messages) visit(message);
    for (const each of file.enums) visitEnum(each);
    if (names.length === 0) continue;
    lines.push(
      `export type { ${names
        .sort()
        .map((name) => `${name}Json as ${name}`)
        .join(', ')} } from './${file.name}_pb';`,
    );
  }
  return `${lines.join('\n')}\n`;
}

function jsonPath(message, path) {
  const [first, ...rest] = path.split('.');
  const field = message.fields.find((candidate) => candidate.name === first);
  return rest.length === 0
    ? field.jsonName
    : `${field.jsonName}.${jsonPath(field.message, rest.join('.'))}`;
}
