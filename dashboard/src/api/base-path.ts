/** Path below which the service stands behind a proxy, as the page that it served says: empty, or `/concierge`. */
export const basePath = document.documentElement.dataset['basePath'] ?? '';
