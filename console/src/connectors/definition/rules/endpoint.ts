// What the host name of a MaxCompute endpoint tells: its network and its region (R16). Pure.

export interface Endpoint {
  kind: 'VPC' | 'PUBLIC' | undefined;
  region: string;
}

export function readEndpoint(url: string): Endpoint {
  if (url.length > 512) return { kind: undefined, region: '' };
  const host =
    url
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .split(/[/:]/)[0] ?? '';
  if (host === 'service.odps.aliyun.com') return { kind: 'PUBLIC', region: '' };
  if (host === 'service.odps.aliyun-inc.com') return { kind: 'VPC', region: '' };
  const match = /^(?:service\.)?(.*)\.maxcompute\.aliyun(-inc)?\.com$/.exec(host);
  if (!match) return { kind: undefined, region: '' };
  const region = (match[1] ?? '').replace(/-vpc$/, '').replace(/-intranet$/, '');
  return { kind: match[2] === undefined ? 'PUBLIC' : 'VPC', region };
}

// The endpoint that is suggested: that of the region's own network.
export function vpcEndpointOf(region: string): string {
  return `http://service.${region}.maxcompute.aliyun-inc.com/api`;
}

export function publicEndpointOf(region: string): string {
  return `https://service.${region}.maxcompute.aliyun.com/api`;
}
