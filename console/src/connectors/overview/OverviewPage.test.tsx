import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { connector, renderConnectorPage } from '../../test/connector_page';
import { answer, refuse, server } from '../../test/server';
import { OverviewPage } from './OverviewPage';

const minute = 60_000;

function metrics(values: number[]) {
  const end = Math.floor(Date.now() / minute) * minute;
  return {
    step: '60s',
    series: [
      {
        metric: 'lag_records',
        // Nobody measured in the third minute.
        points: values
          .map((value, index) => ({
            time: new Date(end - (values.length - index) * minute).toISOString(),
            value,
          }))
          .filter((_, index) => index !== 2),
      },
    ],
  };
}

function quiet() {
  server.use(
    answer('ConnectorService.QueryConnectorMetrics', { series: [] }),
    answer('ConnectorService.ListConnectorEvents', { events: [] }),
  );
}

test('figures that nobody has told are dashes with a reason, not 0', async () => {
  quiet();
  renderConnectorPage(<OverviewPage />, { about: connector({ status: { lagRecords: '-1' } }) });

  const lag = screen.getByText('Lag').parentElement as HTMLElement;
  expect(within(lag).getByText('–')).toBeTruthy();
  expect(within(lag).getByText('nobody has told yet')).toBeTruthy();
});

test('no samples say so, for each chart', async () => {
  quiet();
  renderConnectorPage(<OverviewPage />);

  expect(await screen.findAllByText('Nobody measured in this time.')).toHaveLength(5);
});

test('a chart tells its figures in a sentence, and as a table without the minute that nobody measured', async () => {
  quiet();
  server.use(answer('ConnectorService.QueryConnectorMetrics', metrics([5, 0, 7, 9, 2])));
  const { user } = renderConnectorPage(<OverviewPage />);

  expect(
    await screen.findByRole('img', { name: /Lag in records: 2 at the end, at most 9 .* 1 gap/ }),
  ).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'As a table' }));
  const cells = screen.getAllByRole('cell').map((cell) => cell.textContent);
  expect(cells).toEqual(expect.arrayContaining(['5', '0', '–', '9', '2']));
});

test('the range is in the URL', async () => {
  quiet();
  let asked = '';
  server.use(
    answer('ConnectorService.QueryConnectorMetrics', (request) => {
      asked = new URL(request.url).searchParams.get('step') ?? '';
      return Response.json({ series: [] });
    }),
  );
  const { user, router } = renderConnectorPage(<OverviewPage />, { at: '?range=24h' });
  await screen.findAllByText('Nobody measured in this time.');
  expect(asked).toBe('180s');

  await user.click(screen.getByText('7 d'));

  expect(router.state.location.search).toBe('?range=7d');
});

test('when the figures do not come, the rest of the page is there', async () => {
  server.use(
    refuse('ConnectorService.QueryConnectorMetrics', {
      code: 13,
      message: 'broken',
      reason: 'INTERNAL_ERROR',
    }),
    answer('ConnectorService.ListConnectorEvents', {
      events: [{ sequence: '1', type: 'CHANGE', verb: 'deploy', actor: 'li', task: -1 }],
    }),
  );
  renderConnectorPage(<OverviewPage />);

  expect(await screen.findByText('broken')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
  expect(await screen.findByText('deploy')).toBeTruthy();
  expect(screen.getByText('Each record once, whatever fails')).toBeTruthy();
});

test('a revision on trial says until when it has to prove itself', () => {
  quiet();
  renderConnectorPage(<OverviewPage />, {
    about: connector({ trial: { revision: '7', backTo: '6', deadline: '2026-03-04T10:00:00Z' } }),
  });

  expect(screen.getByText(/Revision 7 has to prove itself, or revision 6 comes back/)).toBeTruthy();
});

test('its topics are compared with the world when somebody asks', async () => {
  quiet();
  server.use(
    answer('ConnectorService.ValidateConnector', {
      deployable: false,
      findings: [
        {
          severity: 'INFO',
          reason: 'CHECKED',
          subject: 'topics/connect-config-orders',
          message: 'fits',
        },
        {
          severity: 'ERROR',
          reason: 'TOPIC_UNFIT',
          subject: 'topics/connect-offset-orders',
          message: 'has 1 partition, needs more',
        },
      ],
    }),
  );
  const { user } = renderConnectorPage(<OverviewPage />, {
    about: connector({
      resources: { offsetTopic: 'connect-offset-orders', configTopic: 'connect-config-orders' },
    }),
  });

  await user.click(screen.getByRole('button', { name: 'Check now' }));

  const row = await screen.findByRole('row', {
    name: /Task offsets .* has 1 partition, needs more/,
  });
  expect(row).toBeTruthy();
  expect(screen.getByRole('row', { name: /Task configuration .* Fits/ })).toBeTruthy();
});
