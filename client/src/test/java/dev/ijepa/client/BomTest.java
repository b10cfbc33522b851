package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The BOM has no parent, so nothing else keeps its version that of the rest. */
class BomTest {
  @Test
  void theVersionIsThatOfTheClient() throws Exception {
    Element parent = child(project("pom.xml"), "parent");

    assertThat(text(project("bom/pom.xml"), "version")).isEqualTo(text(parent, "version"));
  }

  private static Element project(String pom)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new File(pom))
        .getDocumentElement();
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent();
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    throw new AssertionError("no " + name + " in " + parent.getTagName());
  }
}
