// Every page there is, and every step of the wizard, about one instance, one of its connectors and one worker. Names as in
// the API: `instances/prod`, `instances/prod/connectors/orders`, `workers/one`.
export function pagesOf(instance: string, connector: string, worker: string): string[] {
  const list = `/${instance}/connectors`;
  return [
    list,
    `${list}/new`,
    `${list}/new?step=source`,
    `${list}/new?step=destination`,
    `${list}/new?step=preview`,
    `/${connector}`,
    `/${connector}/tasks`,
    `/${connector}/offsets?move=earliest`,
    `/${connector}/data`,
    `/${connector}/dead-letters`,
    `/${connector}/revisions`,
    `/${connector}/events`,
    `/${connector}/edit`,
    '/workers',
    `/${worker}`,
    `/settings/instances?edit=${instance.slice('instances/'.length)}`,
    '/settings/access',
    '/settings/preferences',
  ];
}
