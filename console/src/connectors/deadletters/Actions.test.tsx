import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderConnectorPage } from '../../test/connector_page';
import { Actions } from './Actions';

function show(ticked: number) {
  renderConnectorPage(
    <Actions
      choice={{ names: [] }}
      ticked={ticked}
      count={undefined}
      onBegun={() => undefined}
      onDone={() => undefined}
    />,
  );
}

test('more than the API takes by name are not asked for, and it is said what to do', () => {
  show(1_001);

  expect(screen.getByText(/^At most 1,000 can be named at once/)).toBeTruthy();
  for (const name of ['Replay', 'Discard'])
    expect(screen.getByRole('button', { name }).matches(':disabled')).toBe(true);
});

test('as many as the API takes by name can be asked for', () => {
  show(1_000);

  for (const name of ['Replay', 'Discard'])
    expect(screen.getByRole('button', { name }).matches(':disabled')).toBe(false);
});
