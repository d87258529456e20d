// Tells every Time below it which zone the connector's producers are in.
import { createContext } from 'react';

export const ConnectorZone = createContext('');
