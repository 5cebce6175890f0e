/** US dollars with their cents, `$1,204.50`, whole where they are; `-` where the price is not known. What costs something never reads as $0. */
export function formatMoney(dollars: number | null): string {
  if (dollars === null) return '-';
  if (dollars > 0 && dollars < 0.005) return '<$0.01';
  const [whole = '', cents = ''] = dollars.toFixed(2).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${cents === '00' ? '' : `.${cents}`}`;
}
