import { useLocation } from 'react-router';
import { NotFound } from '../parts/Screens';

export function NoSuchPage() {
  return <NotFound what={useLocation().pathname} />;
}
