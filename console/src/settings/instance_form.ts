// An instance as a form: what is typed, and the request that it becomes. Secrets are only ever sent: what is stored is never
// shown, and a field that stays empty leaves it as it is. Pure.
import { idOf } from '../api/figures';
import type {
  Instance,
  Instance_SecurityProtocol,
  SaslLogin_Mechanism,
} from '../api/generated/types';

export interface InstanceForm {
  id: string;
  displayName: string;
  // One in a line, or parted by commas.
  bootstrapServers: string;
  connectorFeature: boolean;
  securityProtocol: Instance_SecurityProtocol;
  mechanism: SaslLogin_Mechanism;
  username: string;
  password: string;
  caCertificatesPem: string;
  clientCertificatePem: string;
  clientKeyPem: string;
  skipHostnameVerification: boolean;
  region: string;
  vpcId: string;
  vswitchIds: string;
  kafkaVersion: string;
}

export function formOf(instance: Instance | undefined): InstanceForm {
  return {
    id: idOf(instance?.name),
    displayName: instance?.displayName ?? '',
    bootstrapServers: (instance?.bootstrapServers ?? []).join('\n'),
    connectorFeature: instance ? instance.connectorFeature === 'ENABLED' : true,
    securityProtocol: instance?.securityProtocol ?? 'PLAINTEXT',
    mechanism: instance?.sasl?.mechanism ?? 'SCRAM_SHA_512',
    username: instance?.sasl?.username ?? '',
    password: '',
    caCertificatesPem: instance?.tls?.caCertificatesPem ?? '',
    clientCertificatePem: instance?.tls?.clientCertificatePem ?? '',
    clientKeyPem: '',
    skipHostnameVerification: instance?.tls?.skipHostnameVerification ?? false,
    region: instance?.region ?? '',
    vpcId: instance?.vpcId ?? '',
    vswitchIds: (instance?.vswitchIds ?? []).join('\n'),
    kafkaVersion: instance?.kafkaVersion ?? '',
  };
}

export function usesSasl(protocol: Instance_SecurityProtocol): boolean {
  return protocol === 'SASL_PLAINTEXT' || protocol === 'SASL_SSL';
}

export function usesTls(protocol: Instance_SecurityProtocol): boolean {
  return protocol === 'SSL' || protocol === 'SASL_SSL';
}

export type FormProblem =
  | 'idForm'
  | 'bootstrapMissing'
  | 'bootstrapForm'
  | 'usernameMissing'
  | 'passwordMissing';

const idForm = /^[0-9a-z][0-9a-z-]{0,47}$/;
const serverForm = /^(\[[0-9a-fA-F:.]+\]|[^\s:,]+):\d{1,5}$/;

// What is wrong, by field. `stored`: the instance has a password already.
export function problemsOf(
  form: InstanceForm,
  stored: boolean,
): Partial<Record<keyof InstanceForm, FormProblem>> {
  const problems: Partial<Record<keyof InstanceForm, FormProblem>> = {};
  const servers = listIn(form.bootstrapServers);
  if (!idForm.test(form.id)) problems.id = 'idForm';
  if (servers.length === 0) problems.bootstrapServers = 'bootstrapMissing';
  else if (!servers.every((server) => serverForm.test(server)))
    problems.bootstrapServers = 'bootstrapForm';
  if (usesSasl(form.securityProtocol)) {
    if (form.username === '') problems.username = 'usernameMissing';
    if (form.password === '' && !stored) problems.password = 'passwordMissing';
  }
  return problems;
}

// The instance as it shall be.
export function instanceOfForm(form: InstanceForm): Instance {
  return {
    displayName: form.displayName.trim(),
    bootstrapServers: listIn(form.bootstrapServers),
    connectorFeature: form.connectorFeature ? 'ENABLED' : 'DISABLED',
    securityProtocol: form.securityProtocol,
    region: form.region.trim(),
    vpcId: form.vpcId.trim(),
    vswitchIds: listIn(form.vswitchIds),
    kafkaVersion: form.kafkaVersion.trim(),
    ...(usesSasl(form.securityProtocol)
      ? {
          sasl: {
            mechanism: form.mechanism,
            username: form.username,
            ...(form.password === '' ? {} : { password: form.password }),
          },
        }
      : {}),
    ...(usesTls(form.securityProtocol) ? { tls: tlsOf(form) } : {}),
  };
}

function tlsOf(form: InstanceForm): NonNullable<Instance['tls']> {
  return {
    caCertificatesPem: form.caCertificatesPem.trim(),
    clientCertificatePem: form.clientCertificatePem.trim(),
    ...(form.clientKeyPem === '' ? {} : { clientKeyPem: form.clientKeyPem }),
    skipHostnameVerification: form.skipHostnameVerification,
  };
}

export interface Merged {
  form: InstanceForm;
  // What both have changed, each otherwise: the form keeps what was typed.
  both: (keyof InstanceForm)[];
}

// What was typed on `base`, on top of what somebody else has stored meanwhile.
export function mergedForm(base: InstanceForm, theirs: InstanceForm, typed: InstanceForm): Merged {
  const keys = Object.keys(typed) as (keyof InstanceForm)[];
  const mine = keys.filter((key) => typed[key] !== base[key]);
  return {
    form: { ...theirs, ...Object.fromEntries(mine.map((key) => [key, typed[key]])) },
    both: mine.filter((key) => theirs[key] !== base[key] && theirs[key] !== typed[key]),
  };
}

// Every field that the form has. Those of a login or of TLS that is no longer used are told, too, so that they go.
export const formMask = [
  'displayName',
  'bootstrapServers',
  'connectorFeature',
  'securityProtocol',
  'region',
  'vpcId',
  'vswitchIds',
  'kafkaVersion',
  'sasl',
  'tls',
].join(',');

function listIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
