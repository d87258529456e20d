// Who is signed in, for the frame.
import { useQuery } from '@tanstack/react-query';
import { callerQuery } from '../api/access';

export function useCaller() {
  return useQuery(callerQuery);
}
