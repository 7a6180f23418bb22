import { hashedName } from '../core/names';
import type { UiRoute } from './ui-route';

/** Name of the object of a route. */
export function routeName(route: UiRoute): string {
  return hashedName(route.backend.service, route.url);
}
