import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Caller, Trouble } from '../../api/generated/types';
import { connector, orders, reader, renderConnectorPage } from '../../test/connector_page';
import { answer, server } from '../../test/server';
import { FirstCausePanel } from './FirstCausePanel';

const grant = 'grant Update on table ods_orders to user `RAM$1:role/sluice`;';

function show(trouble: Trouble, caller: Caller = {}) {
  const about = connector({ state: 'FAILED', trouble });
  return renderConnectorPage(<FirstCausePanel connector={about} />, { about, caller });
}

test('nothing wrong has no panel', () => {
  renderConnectorPage(<FirstCausePanel connector={connector()} />);

  expect(screen.queryByRole('region')).toBeNull();
});

test('class USER: the way to the field that mends it', () => {
  show({ reason: 'TOO_MANY_BAD_RECORDS', errorClass: 'USER', message: 'more than 10 %' });

  expect(screen.getByRole('link', { name: 'Edit the setting' }).getAttribute('href')).toBe(
    `/${orders}/edit?field=errorPolicy.maxShare`,
  );
  expect(screen.getByText('waits for you')).toBeTruthy();
});

test('a statement that mends it: copied, then it is asked again whether all is well', async () => {
  const { user } = show({ reason: 'PERMISSION_MISSING', errorClass: 'USER', remedy: grant });
  server.use(answer('ConnectorService.ValidateConnector', { deployable: true, findings: [] }));

  await user.click(screen.getByRole('button', { name: 'Copy statement' }));
  await user.click(screen.getByRole('button', { name: 'Check again' }));

  expect(await navigator.clipboard.readText()).toBe(grant);
  expect(await screen.findByText(/nothing stands in the way/)).toBeTruthy();
});

test('class DESTINATION: ask again; what still stands in the way is told with its remedy', async () => {
  const { user } = show({ reason: 'MAXCOMPUTE_UNREACHABLE', errorClass: 'DESTINATION' });
  server.use(
    answer('ConnectorService.ValidateConnector', {
      deployable: false,
      findings: [
        { severity: 'ERROR', reason: 'PERMISSION_MISSING', message: 'no Update', remedy: grant },
      ],
    }),
  );

  await user.click(screen.getByRole('button', { name: 'Check again' }));

  expect(await screen.findByText('no Update')).toBeTruthy();
  expect(screen.getByText(grant)).toBeTruthy();
});

test('class QUOTA: the way to fewer table partitions, and when it is tried again', () => {
  show({ reason: 'QUOTA_EXCEEDED', errorClass: 'QUOTA', nextAttemptTime: '2026-03-04T10:00:00Z' });

  expect(screen.getByRole('link', { name: 'Write into fewer table partitions' })).toBeTruthy();
  expect(screen.getByText('tried again')).toBeTruthy();
});

test('class SYSTEM: a report for whoever runs the service', async () => {
  const { user } = show({ reason: 'KAFKA_UNAVAILABLE', errorClass: 'SYSTEM', count: '3' });

  expect(screen.getByRole('button', { name: 'Copy report' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Details' }));
  expect(screen.getByText(/reason: KAFKA_UNAVAILABLE/)).toBeTruthy();
});

test('others with the same cause are one click away', () => {
  show({ reason: 'KAFKA_UNAVAILABLE', errorClass: 'SYSTEM' });

  const panel = screen.getByRole('region', { name: 'First cause' });
  expect(
    within(panel).getByRole('link', { name: 'Others with this reason' }).getAttribute('href'),
  ).toBe('/instances/i/connectors?reason=KAFKA_UNAVAILABLE');
});

test('a message is text, whatever is in it', () => {
  show({ reason: 'BAD_RECORD', errorClass: 'USER', message: '<img src=x onerror=alert(1)>' });

  expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeTruthy();
  expect(document.querySelector('img')).toBeNull();
});

test('who may not move offsets, edit or check sees the button disabled, with what is missing', async () => {
  const buttonFor = async (trouble: Trouble, button: string) => {
    const view = show(trouble, reader);
    const found = await screen.findByRole('button', { name: button });
    expect(found.matches(':disabled')).toBe(true);
    const title = found.getAttribute('title');
    view.unmount();
    return title;
  };

  expect(
    await buttonFor({ reason: 'RECORDS_EXPIRED', errorClass: 'USER' }, 'Move offsets'),
  ).toContain('offsets.change');
  expect(
    await buttonFor({ reason: 'TOO_MANY_BAD_RECORDS', errorClass: 'USER' }, 'Edit the setting'),
  ).toContain('connectors.update');
  expect(await buttonFor({ reason: 'X', errorClass: 'DESTINATION' }, 'Check again')).toContain(
    'connectors.validate',
  );
});
