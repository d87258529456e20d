// The SharedWorker around the hub.
import { Hub } from './hub';
import type { ToHub } from './messages';

const hub = new Hub({
  fetch: (...all) => fetch(...all),
  now: () => Date.now(),
  random: () => Math.random(),
});

const scope = self as unknown as { onconnect: (event: MessageEvent) => void };

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (!port) return;
  const hear = hub.connect(port);
  port.onmessage = (message: MessageEvent<ToHub>) => hear(message.data);
};
