import { takesPaidSeat } from '../model/people.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { forAdmins } from './for-admins.ts';
import { get } from './route.ts';

// QuotaDto. A server of one's own has one plan, without a price.
function writePlan({ portal }: ApiRequest): Record<string, unknown> {
  const { paidSeats } = portal.state.settings;
  const used = [...portal.state.accounts.values()].filter(({ type }) => takesPaidSeat(type)).length;
  const seats = { id: 'manager', title: 'Admins', type: 'count', value: paidSeats ?? -1, used: { value: used } };
  const price = { value: 0, currencySymbol: '$', isoCurrencySymbol: 'USD' };
  return { id: 1, title: 'Sandbox', price, nonProfit: false, free: false, trial: false, features: [seats] };
}

const wallet = { enabled: false, lastModified: '2026-01-01T00:00:00Z' };
const currencies = [{ isoCountryCode: 'US', isoCurrencySymbol: 'USD', currencyNativeName: 'US Dollar' }];

/** What programs read about payments. Nobody pays for a sandbox: there is no customer and no balance. */
export const routes: readonly ApiRoute[] = [
  get('portal/payment/quota', 'getQuotaPaymentInformation', writePlan),
  get(
    'portal/payment/quotas',
    'getPaymentQuotas',
    forAdmins((request) => [writePlan(request)]),
  ),
  get('portal/payment/currencies', 'getPaymentCurrencies', () => currencies),
  get(
    'portal/payment/customerinfo',
    'getCustomerInfo',
    forAdmins(() => undefined),
  ),
  get(
    'portal/payment/customer/balance',
    'getCustomerBalance',
    forAdmins(() => undefined),
  ),
  get(
    'portal/payment/topupsettings',
    'getTenantWalletSettings',
    forAdmins(() => wallet),
  ),
];
