# Concierge as a container. Build: docker build -t docspace-concierge . Run: see compose.yaml.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
# The package is built once, when it is packed: until then no script has to run.
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN npm pack --pack-destination /src && mv docspace-concierge-*.tgz concierge.tgz

FROM node:24-bookworm-slim
# tini reaps what a killed database or service leaves behind, and hands signals on.
RUN apt-get update && apt-get install -y --no-install-recommends tini && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /src/concierge.tgz ./
RUN npm install --omit=dev --no-audit --no-fund ./concierge.tgz && rm concierge.tgz
# The only folder that is written to: the rest may be mounted read-only.
RUN mkdir -p /data && chown 1000:1000 /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data BLUEPRINTS_DIR=/blueprints
VOLUME /data
EXPOSE 3000
USER 1000:1000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--", "node", "/app/node_modules/docspace-concierge/dist/src/main.js"]
CMD ["serve"]
