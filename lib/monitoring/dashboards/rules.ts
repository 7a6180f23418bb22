import { rules } from '../../core/rules';

/** What Grafana would not load, or would load wrong. */
export const DASHBOARD_RULES = rules('dashboards', {
  notJson: ['a dashboard is a JSON object as text', 'export it from Grafana: Export, JSON, classic model'],
  v2Schema: [
    "Grafana's files take the classic model of a dashboard, and this is a resource of its newer API",
    'export it again as classic JSON',
  ],
  uidMissing: ['a dashboard without a uid gets another one in every Grafana, and links to it break', 'give it a "uid"'],
  uid: [
    'the uid of a dashboard has at most 40 letters, digits, "_" and "-"',
    'shorten it, and use these characters only',
  ],
  uidTwice: ['two dashboards have one uid, and Grafana loads neither', 'give one of them another "uid"'],
  titleMissing: ['Grafana refuses a dashboard without a title', 'give it a "title"'],
  titleTwice: [
    'two dashboards have one title in one folder, and Grafana loads neither',
    'rename one of them, or put it into another folder',
  ],
  inputs: [
    'the dashboard was exported for sharing: Grafana asks for its data sources by hand, which files cannot answer',
    'export it without "share externally", or replace ${DS_…} by the uid of a data source and remove "__inputs"',
  ],
  tooLarge: ['a ConfigMap holds at most 1 MiB, and this dashboard is larger', 'split it into several'],
  panelTwice: [
    'two panels of the dashboard have one id, and links and alerts find the wrong one',
    'give each panel its own "id"',
  ],
  link: ['an address of a link is an absolute http or https URL', 'use such as https://history.spark.example.com'],
  placeholder: ['the address of driver interfaces knows {namespace}, {app_name} and {app_id} only', 'use one of these'],
  price: ['a price is a number of at least 0', 'use the price of one hour, such as 0.04'],
  currency: ['a currency has three letters', 'use its code, such as EUR'],
  scrapeInterval: ['a scrape interval is at least one second', 'use what drivers are scraped by, such as 30 seconds'],
});
