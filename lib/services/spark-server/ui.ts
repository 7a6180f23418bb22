import type { UiEndpoint } from '../../ingress/ui-endpoint';

/** What a driver is told of the address of its UI. Whoever may look at an application must not end it. */
export function driverUiProperties(ui: UiEndpoint): { [key: string]: string } {
  return { ...ui.sparkProperties(), 'spark.ui.killEnabled': 'false' };
}

/** The properties that follow from an address, for `ownedFindings`. */
export const UI_OWNERS: { readonly [key: string]: string } = {
  'spark.ui.proxyBase': 'ui',
  'spark.ui.proxyRedirectUri': 'ui',
};
