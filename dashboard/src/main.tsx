import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/problem.ts';
import { createAppRouter } from './router.tsx';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/pictures.css';
import './styles/forms.css';

const client = new QueryClient({
  defaultOptions: {
    // The service may well be there where the internet is not.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      // What changes is told by the service; what it refuses it would refuse again.
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && error instanceof Problem && error.kind === 'no-answer',
    },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={createAppRouter()} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
