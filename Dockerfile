# The program and what it needs, run by a user without rights. Build: docker build -t redis-meter .
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY scripts scripts
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-alpine
LABEL org.opencontainers.image.title="redis-meter" org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /opt/meter
COPY --from=build /build/package.json /build/oclif.manifest.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/bin bin
COPY --from=build /build/dist dist
COPY schemas schemas
COPY dashboards dashboards
# Archives and reports are written here.
RUN mkdir /data && chown node:node /data
USER node
WORKDIR /data
VOLUME /data
EXPOSE 19121
ENTRYPOINT ["node", "/opt/meter/bin/run.js", "--"]
CMD ["help"]
