// The connector that a page below /connectors/{c} is about. It is there when the page is, and kept up to date by the stream.
import { createContext, useContext } from 'react';
import type { Connector } from '../../api/generated/types';

export const ConnectorContext = createContext<Connector | undefined>(undefined);

export function useConnector(): Connector {
  const connector = useContext(ConnectorContext);
  if (!connector) throw new Error('a page of a connector outside of its frame');
  return connector;
}
