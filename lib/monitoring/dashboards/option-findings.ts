import type { Finding } from '../../core/rules';
import type { DashboardCosts, DashboardOptions } from './options';
import { DASHBOARD_RULES } from './rules';

const URL = /^https?:\/\/[^\s/]+(\/\S*)?$/;
const PLACEHOLDER = /\{([^}]*)\}/g;
const PLACEHOLDERS = ['namespace', 'app_name', 'app_id'];

/** What is wrong with the options of our dashboards. */
export function dashboardOptionFindings(options: DashboardOptions): Finding[] {
  const { historyUrl, sparkUiUrl, scrapeInterval, costs } = options;
  return [
    ...address('options.historyUrl', historyUrl),
    ...address('options.sparkUiUrl', sparkUiUrl),
    ...placeholders('options.sparkUiUrl', sparkUiUrl ?? ''),
    ...(scrapeInterval !== undefined && scrapeInterval.toMilliseconds() < 1000
      ? [{ rule: DASHBOARD_RULES.scrapeInterval, at: 'options.scrapeInterval', value: scrapeInterval.toHumanString() }]
      : []),
    ...(costs === undefined ? [] : priceFindings('options.costs', costs)),
  ];
}

function address(at: string, url: string | undefined): Finding[] {
  return url === undefined || URL.test(url) ? [] : [{ rule: DASHBOARD_RULES.link, at, value: url }];
}

function placeholders(at: string, url: string): Finding[] {
  return [...url.matchAll(PLACEHOLDER)]
    .filter(([, name]) => !PLACEHOLDERS.includes(name ?? ''))
    .map(([value]) => ({ rule: DASHBOARD_RULES.placeholder, at, value }));
}

function priceFindings(at: string, { coreHour, gibibyteHour, currency }: DashboardCosts): Finding[] {
  return [
    ...Object.entries({ coreHour, gibibyteHour })
      .filter(([, value]) => !(Number.isFinite(value) && value >= 0))
      .map(([name, value]) => ({ rule: DASHBOARD_RULES.price, at: `${at}.${name}`, value })),
    ...(currency === undefined || /^[A-Z]{3}$/.test(currency)
      ? []
      : [{ rule: DASHBOARD_RULES.currency, at: `${at}.currency`, value: currency }]),
  ];
}
